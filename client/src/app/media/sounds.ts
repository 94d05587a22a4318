import { sendToSpeaker } from "./speaker.ts";

/** What is worth a soft sound. */
export type Sound = "joined" | "left" | "away" | "back";

/** Notes in hertz, one after the other: up for what comes, down for what goes. */
const NOTES: Readonly<Record<Sound, readonly number[]>> = {
  joined: [523, 659],
  left: [523, 392],
  away: [330, 262],
  back: [330, 392],
};
/** Seconds of each note, and its loudness of 1: under every voice. */
const NOTE = { seconds: 0.16, volume: 0.06 };

/** Plays a short soft sound on a speaker. A browser that holds sound back plays nothing. */
export async function playSound(sound: Sound, speakerId: string | undefined): Promise<void> {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  const notes = NOTES[sound];
  notes.forEach((frequency, index) => {
    const start = context.currentTime + 0.02 + index * NOTE.seconds;
    const tone = new OscillatorNode(context, { frequency });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(NOTE.volume, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 2 * NOTE.seconds);
    tone.connect(volume).connect(output);
    tone.start(start);
    tone.stop(start + 2 * NOTE.seconds);
    if (index === notes.length - 1) tone.onended = () => void context.close();
  });
  const element = new Audio();
  element.srcObject = output.stream;
  try {
    await sendToSpeaker(element, speakerId);
    await element.play();
  } catch {
    await context.close();
  }
}
