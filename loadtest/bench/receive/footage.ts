import type { Page } from "playwright-core";

/** One layer of a camera, encoded once and sent again and again; the first frame is a key frame. */
export interface Layer {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly Uint8Array<ArrayBuffer>[];
}

/** What everybody in the crowd sends. */
export interface Footage {
  /** Smallest first. */
  readonly layers: readonly Layer[];
  /** Opus frames of 20 ms. */
  readonly sound: readonly Uint8Array<ArrayBuffer>[];
}

export const FRAMERATE = 15;
/** Before the footage begins again with a key frame: a camera in a call makes few of them. */
const SECONDS = 10;
/** The client's own layers of a camera that is 1280 pixels wide, and its sound. */
const sizes = [
  { width: 320, height: 180, bitrate: 150_000 },
  { width: 640, height: 360, bitrate: 500_000 },
  { width: 1280, height: 720, bitrate: 1_700_000 },
] as const;
const SOUND_BITRATE = 32_000;

/**
 * Has a browser's own encoders make the footage: a picture with enough motion and grain to need its bits.
 * @param seconds before it begins again
 */
export async function makeFootage(page: Page, seconds = SECONDS): Promise<Footage> {
  const encoded = await page.evaluate(encode, {
    ...{ sizes, framerate: FRAMERATE, seconds, soundBitrate: SOUND_BITRATE },
  });
  const bytes = (frames: readonly string[]) =>
    frames.map((text) => new Uint8Array(Buffer.from(text, "base64")));
  return {
    layers: sizes.map(({ width, height }, index) => ({
      ...{ width, height },
      frames: bytes(encoded.layers[index] ?? []),
    })),
    sound: bytes(encoded.sound),
  };
}

interface Wanted {
  readonly sizes: readonly { readonly width: number; readonly height: number; readonly bitrate: number }[];
  readonly framerate: number;
  readonly seconds: number;
  readonly soundBitrate: number;
}

/** In the page. */
async function encode({
  sizes,
  framerate,
  seconds,
  soundBitrate,
}: Wanted): Promise<{ layers: string[][]; sound: string[] }> {
  const text = (chunk: EncodedVideoChunk | EncodedAudioChunk): string => {
    const data = new Uint8Array(chunk.byteLength);
    chunk.copyTo(data);
    return btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(""));
  };
  const layers: string[][] = [];
  for (const { width, height, bitrate } of sizes) {
    const frames: string[] = [];
    const encoder = new VideoEncoder({
      output: (chunk) => frames.push(text(chunk)),
      error: (error) => {
        throw error;
      },
    });
    encoder.configure({
      codec: "vp8",
      width,
      height,
      bitrate,
      framerate,
      bitrateMode: "constant",
      latencyMode: "realtime",
    });
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("no canvas");
    for (let step = 0; step < seconds * framerate; step++) {
      context.fillStyle = `hsl(${step} 60% 40%)`;
      context.fillRect(0, 0, width, height);
      for (let spot = 0; spot < 120; spot++) {
        context.fillStyle = `hsl(${(spot * 37) % 360} 50% ${30 + ((spot * 13) % 40)}%)`;
        const wander = Math.sin(step / 3 + spot) * 0.04;
        const [x, y] = [((spot * 0.618) % 1) + wander, ((spot * 0.414) % 1) - wander];
        context.fillRect(x * width, y * height, width / 24, height / 20);
      }
      const frame = new VideoFrame(canvas, { timestamp: (step * 1e6) / framerate });
      encoder.encode(frame, { keyFrame: step === 0 });
      frame.close();
      while (encoder.encodeQueueSize > 2) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await encoder.flush();
    encoder.close();
    layers.push(frames);
  }
  const sound: string[] = [];
  const encoder = new AudioEncoder({
    output: (chunk) => sound.push(text(chunk)),
    error: (error) => {
      throw error;
    },
  });
  encoder.configure({
    codec: "opus",
    sampleRate: 48_000,
    numberOfChannels: 1,
    bitrate: soundBitrate,
    bitrateMode: "constant",
  });
  for (let part = 0; part < seconds * 50; part++) {
    const data = Float32Array.from({ length: 960 }, (_, index) => 0.05 * Math.sin((part * 960 + index) / 20));
    const timestamp = part * 20_000;
    const samples = { format: "f32", sampleRate: 48_000, numberOfFrames: 960, numberOfChannels: 1 } as const;
    encoder.encode(new AudioData({ ...samples, timestamp, data }));
  }
  await encoder.flush();
  return { layers, sound };
}
