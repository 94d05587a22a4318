/** True where the browser lets a page choose the speaker. */
export function canChooseSpeaker(): boolean {
  return "setSinkId" in HTMLMediaElement.prototype;
}

/** Sends an element's sound to a speaker; the system's default if that speaker is gone. */
export async function sendToSpeaker(element: HTMLMediaElement, speakerId: string | undefined): Promise<void> {
  if (!canChooseSpeaker() || element.sinkId === (speakerId ?? "")) return;
  try {
    await element.setSinkId(speakerId ?? "");
  } catch {
    await element.setSinkId("").catch(() => undefined);
  }
}

/** Notes of the test sound in hertz: a rising fifth. */
const NOTES = [392, 587];
/** Length of each note in seconds. */
const NOTE_SECONDS = 0.35;

/** Plays a short soft sound on a speaker, so that a person can hear where it comes out. */
export async function playTestSound(speakerId: string | undefined): Promise<void> {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  NOTES.forEach((frequency, index) => {
    const start = context.currentTime + index * NOTE_SECONDS;
    const tone = new OscillatorNode(context, { frequency });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.25, start + 0.04);
    volume.gain.linearRampToValueAtTime(0, start + NOTE_SECONDS);
    tone.connect(volume).connect(output);
    tone.start(start);
    tone.stop(start + NOTE_SECONDS);
    if (index === NOTES.length - 1) tone.onended = () => void context.close();
  });
  const element = new Audio();
  element.srcObject = output.stream;
  await sendToSpeaker(element, speakerId);
  await element.play();
}
