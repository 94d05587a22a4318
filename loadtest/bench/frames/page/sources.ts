/** The same sound and the same pictures for whoever is measured. */

/** Chromium's, not yet in the type definitions. */
declare class MediaStreamTrackGenerator extends MediaStreamTrack {
  constructor(init: { kind: "video" });
  readonly writable: WritableStream<VideoFrame>;
}

const WIDTH = 1280;
const HEIGHT = 720;
const FRAMES_PER_SECOND = 25;
/** Different pictures before they come again. */
const PICTURES = 12;

export interface Source {
  readonly track: MediaStreamTrack;
  setActive(on: boolean): void;
}

/** A tone. */
export function soundSource(): Source {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const out = audio.createMediaStreamDestination();
  tone.connect(out);
  tone.start();
  const [track] = out.stream.getAudioTracks();
  if (track === undefined) throw new Error("no audio track");
  return {
    track,
    setActive: (on) => {
      track.enabled = on;
    },
  };
}

/** Waves that move, with some noise, so that encoders use the bitrate they have. */
export function pictureSource(): Source {
  const pictures = Array.from({ length: PICTURES }, (_, index) => paint(index));
  const track = new MediaStreamTrackGenerator({ kind: "video" });
  const writer = track.writable.getWriter();
  let shown = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const show = (): void => {
    const data = pictures[shown++ % PICTURES];
    if (data === undefined) return;
    const timestamp = Math.round(performance.now() * 1000);
    const size = { codedWidth: WIDTH, codedHeight: HEIGHT };
    void writer.write(new VideoFrame(data, { format: "I420", ...size, timestamp }));
  };
  return {
    track,
    setActive: (on) => {
      clearInterval(timer);
      timer = on ? setInterval(show, 1000 / FRAMES_PER_SECOND) : undefined;
    },
  };
}

function paint(index: number): Uint8Array<ArrayBuffer> {
  const luma = WIDTH * HEIGHT;
  const data = new Uint8Array((luma * 3) / 2).fill(128);
  const phase = (index / PICTURES) * 2 * Math.PI;
  let noise = index + 1;
  for (let y = 0; y < HEIGHT; y++) {
    const row = Math.sin(y / 31 + phase) * 40;
    for (let x = 0; x < WIDTH; x++) {
      noise = (noise * 1_103_515_245 + 12_345) & 0x7fffffff;
      data[y * WIDTH + x] = 128 + row + Math.sin(x / 47 - phase) * 40 + ((noise >> 20) % 24);
    }
  }
  return data;
}
