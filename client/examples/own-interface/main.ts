/** A call with an interface of its own, on the SDK alone. Open it with a room's link after the `#`: `/#/r/…`. */
import { joinCall, type Person } from "../../src/sdk/index.ts";

const camera = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
const call = joinCall(location.href, {
  displayName: "Ana",
  servers: { keyserverUrl: "ws://127.0.0.1:4001", sfuUrl: "ws://127.0.0.1:4002" },
  microphone: camera.getAudioTracks()[0] ?? null,
  camera: camera.getVideoTracks()[0] ?? null,
});

/** One picture and one sound for each person, made when they come and taken away when they go. */
const places = new Map<string, { readonly video: HTMLVideoElement; readonly audio: HTMLAudioElement }>();

function placeOf(person: Person): { readonly video: HTMLVideoElement; readonly audio: HTMLAudioElement } {
  const known = places.get(person.key);
  if (known !== undefined) return known;
  const place = { video: document.createElement("video"), audio: document.createElement("audio") };
  Object.assign(place.video, { autoplay: true, muted: true, playsInline: true, title: person.displayName });
  place.audio.autoplay = true;
  places.set(person.key, place);
  document.querySelector("#people")?.append(place.video, place.audio);
  return place;
}

function play(element: HTMLMediaElement, track: MediaStreamTrack | undefined): void {
  const now = element.srcObject instanceof MediaStream ? element.srcObject.getTracks()[0] : undefined;
  if (now !== track) element.srcObject = track === undefined ? null : new MediaStream([track]);
}

function draw(): void {
  const { phase, encrypted, people } = call.state;
  const status = document.querySelector("#state");
  if (status !== null) status.textContent = `${phase}, ${encrypted ? "encrypted" : "not encrypted yet"}`;
  for (const person of people) {
    const { video, audio } = placeOf(person);
    play(video, person.camera.track);
    if (!person.isSelf) play(audio, person.microphone.track);
    call.view?.show(person.key, "camera", { width: 640, height: 360 });
  }
  for (const [key, { video, audio }] of places) {
    if (people.some((person) => person.key === key)) continue;
    video.remove();
    audio.remove();
    places.delete(key);
  }
}

let isOn = true;
document.querySelector("#mute")?.addEventListener("click", () => {
  isOn = !isOn;
  void call.setMicrophoneOn(isOn);
});
document.querySelector("#leave")?.addEventListener("click", () => void call.leave());
call.subscribe(draw);
draw();
