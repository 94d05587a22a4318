/** A page that starts track processors and tells what comes out of them. */
import { BackgroundEffect, NoiseSuppression, ProcessorError } from "../../src/processors/index.ts";

type Colour = readonly [red: number, green: number, blue: number];

const SIZE = 240;

export interface ProcessorHands {
  /** Replaces a red room, or blurs one of red and white stripes, and looks at so many pictures that come out. */
  background(kind: "image" | "blur", pictures: number): Promise<{ corner: Colour; contrast: number }[]>;
  /** Loudness of white noise before and after, as root mean square. */
  noise(): Promise<{ before: number; after: number; tracksEnd: boolean }>;
  /** The code of what is thrown where the browser cannot. */
  unsupported(): Promise<string>;
}

function room(striped: boolean): MediaStreamTrack {
  const canvas = Object.assign(document.createElement("canvas"), { width: SIZE, height: SIZE });
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas");
  setInterval(() => {
    for (let x = 0; x < SIZE; x += 8) {
      context.fillStyle = striped && x % 16 === 0 ? "#fff" : "#f00";
      context.fillRect(x, 0, 8, SIZE);
    }
  }, 100);
  const [track] = canvas.captureStream(10).getVideoTracks();
  if (track === undefined) throw new Error("no track");
  return track;
}

async function shown(
  track: MediaStreamTrack,
  count: number,
): Promise<{ corner: Colour; contrast: number }[]> {
  const video = document.createElement("video");
  Object.assign(video, { srcObject: new MediaStream([track]), muted: true });
  await video.play();
  const context = new OffscreenCanvas(SIZE, SIZE).getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("no canvas");
  const seen: { corner: Colour; contrast: number }[] = [];
  while (seen.length < count) {
    await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    context.drawImage(video, 0, 0);
    const row = context.getImageData(0, 4, SIZE, 1).data;
    const greens = Array.from({ length: SIZE - 32 }, (_, x) => row[(x + 16) * 4 + 1] ?? 0);
    const [red = 0, green = 0, blue = 0] = row;
    seen.push({ corner: [red, green, blue], contrast: Math.max(...greens) - Math.min(...greens) });
  }
  return seen;
}

async function loudness(track: MediaStreamTrack, seconds: number): Promise<number> {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const end = performance.now() + seconds * 1000;
  const levels: number[] = [];
  while (performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    analyser.getFloatTimeDomainData(samples);
    levels.push(Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length));
  }
  await context.close();
  // The suppressor needs a moment to know what is noise.
  const later = levels.slice(levels.length / 2);
  return later.reduce((sum, level) => sum + level, 0) / later.length;
}

function whiteNoise(): MediaStreamTrack {
  const context = new AudioContext({ sampleRate: 48_000 });
  const buffer = context.createBuffer(1, 48_000, 48_000);
  const samples = buffer.getChannelData(0);
  for (let at = 0; at < samples.length; at++) samples[at] = (Math.random() - 0.5) * 0.4;
  const source = new AudioBufferSourceNode(context, { buffer, loop: true });
  const out = context.createMediaStreamDestination();
  source.connect(out);
  source.start();
  const [track] = out.stream.getAudioTracks();
  if (track === undefined) throw new Error("no track");
  return track;
}

const hands: ProcessorHands = {
  async background(kind, pictures) {
    const image = await createImageBitmap(new ImageData(new Uint8ClampedArray([0, 0, 255, 255]), 1, 1));
    const effect = new BackgroundEffect(kind === "image" ? { kind, image } : { kind, radius: 12 });
    const processed = await effect.start(room(kind === "blur"));
    const seen = await shown(processed, pictures);
    effect.stop();
    return seen;
  },
  async noise() {
    const noise = whiteNoise();
    const suppression = new NoiseSuppression();
    const processed = await suppression.start(noise);
    const [before, after] = await Promise.all([loudness(noise, 4), loudness(processed, 4)]);
    suppression.stop();
    return { before, after, tracksEnd: processed.readyState === "ended" && noise.readyState === "live" };
  },
  async unsupported() {
    Reflect.deleteProperty(window, "MediaStreamTrackGenerator");
    try {
      await new BackgroundEffect({ kind: "blur", radius: 5 }).start(room(false));
      return "started";
    } catch (error) {
      return error instanceof ProcessorError ? error.code : "another error";
    }
  },
};

Object.assign(window, { processors: hands });
