/**
 * A page with nothing on it but the SDK: for tests of what the app does not offer. Every picture and sound of the others
 * plays in an element that says whose it is.
 */
import {
  type Call,
  type JoinOptions,
  joinCall,
  type Person,
  type PersonMedia,
  type StreamStats,
} from "../../src/sdk/index.ts";
import { paint, picture, tone } from "./tracks.ts";

/** How a test joins. */
export interface SdkJoin {
  readonly link: string;
  readonly options: Omit<JoinOptions, "microphone" | "camera">;
  /** Pitch of the microphone, Hz; none without. */
  readonly tone?: number;
  readonly camera?: { readonly width: number; readonly height: number; readonly hue: number };
}

/** What a test can reach in the page. */
export interface SdkPage {
  join(how: SdkJoin): void;
  call: Call | undefined;
  readonly notices: string[];
  /** The last figures, once `measure` was called. */
  figures: readonly StreamStats[];
  measure(): void;
  readonly picture: typeof picture;
  readonly paint: typeof paint;
  readonly tone: typeof tone;
}

const shown = ["camera", "screen", "microphone", "screenAudio"] as const;
const page: SdkPage = {
  join({ link, options, tone: pitch, camera }) {
    const call = joinCall(link, {
      ...options,
      microphone: pitch === undefined ? null : tone(pitch),
      camera: camera === undefined ? null : picture(camera),
    });
    page.call = call;
    call.on("notice", ({ code }) => page.notices.push(code));
    call.subscribe(() => {
      show(call.state.people);
    });
  },
  call: undefined,
  notices: [],
  figures: [],
  measure() {
    page.call?.stats?.subscribe((figures) => (page.figures = figures));
  },
  ...{ picture, paint, tone },
};
Object.assign(window, { sotto: page });

function show(people: readonly Person[]): void {
  const wanted = new Set<string>();
  for (const person of people) {
    if (person.isSelf) continue;
    for (const source of shown) {
      const media = person[source];
      const id = `${person.displayName} ${source}`;
      if (media.track === undefined || media.state === "none") continue;
      wanted.add(id);
      play(id, media, media.track);
    }
  }
  for (const element of document.querySelectorAll("video, audio")) {
    if (!wanted.has(element.id)) element.remove();
  }
}

function play(id: string, { state }: PersonMedia, track: MediaStreamTrack): void {
  let element = document.getElementById(id) as HTMLMediaElement | null;
  if (element === null) {
    element = document.createElement(track.kind === "video" ? "video" : "audio");
    element.id = id;
    element.muted = track.kind === "video";
    document.body.append(element);
  }
  element.dataset["state"] = state;
  const playing = element.srcObject instanceof MediaStream ? element.srcObject.getTracks()[0] : undefined;
  if (playing === track) return;
  element.srcObject = new MediaStream([track]);
  element.play().catch(() => undefined);
}
