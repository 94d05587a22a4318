import { randomBytes } from "node:crypto";
import { RtpSource } from "../../src/rtc/index.ts";
import type { Broadcast } from "./arena.ts";

/** 1 Mbit/s of pictures and 32 kbit/s of sound. */
const PICTURES_PER_SECOND = 30;
const PICTURE_BYTES = 1_000_000 / 8 / PICTURES_PER_SECOND;
const SOUNDS_PER_SECOND = 50;
const SOUND_BYTES = 80;
const TICK_MS = 10;
/** First byte of a picture as servers read it (RFC 7741 §4.3): a key frame, or none. */
const [KEY, DELTA] = [0, 1];

/** Sends what looks like sealed frames: random bytes, behind the one byte that servers look at. */
export function makeBroadcast(): Broadcast {
  const first = randomBytes(4).readUInt32BE() >>> 1;
  const video = new RtpSource(first, 101, 90_000);
  const audio = new RtpSource(first + 1, 100, 48_000);
  const picture = randomBytes(Math.round(PICTURE_BYTES));
  const sound = randomBytes(SOUND_BYTES);
  let needsKey = true;
  const timers: NodeJS.Timeout[] = [];
  return {
    video: { ssrc: video.ssrc, payloadType: 101 },
    audio: { ssrc: audio.ssrc, payloadType: 100 },
    refresh: () => (needsKey = true),
    begin: (send) => {
      const begin = performance.now();
      let [pictures, sounds] = [0, 0];
      timers.push(
        setInterval(() => {
          const now = performance.now();
          const seconds = (now - begin) / 1_000;
          for (; pictures < seconds * PICTURES_PER_SECOND; pictures++) {
            picture[0] = needsKey ? KEY : DELTA;
            needsKey = false;
            const at = begin + (pictures * 1_000) / PICTURES_PER_SECOND;
            for (const packet of video.video(picture, at)) send(video.ssrc, packet);
          }
          for (; sounds < seconds * SOUNDS_PER_SECOND; sounds++) {
            send(audio.ssrc, audio.audio(sound, begin + (sounds * 1_000) / SOUNDS_PER_SECOND));
          }
        }, TICK_MS),
        setInterval(() => {
          for (const source of [video, audio])
            send(source.ssrc, source.report(performance.now(), Date.now()));
        }, 1_000),
      );
    },
    stop: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}
