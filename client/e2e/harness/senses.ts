import { until } from "./until.ts";

/** What a participant sees of one tile. */
export interface SeenTile {
  readonly name: string;
  readonly self: boolean;
  /** Hue in the middle of the picture, degrees; undefined without a picture. */
  readonly hue: number | undefined;
}

/** Somebody with eyes and ears, in whichever browser. */
export interface Perceiving {
  readonly name: string;
  look(): Promise<SeenTile[]>;
  listen(): Promise<number[]>;
}

/** Runs in the page: looks at every tile's picture, as drawn. */
export function lookAtTiles(): SeenTile[] {
  return [...document.querySelectorAll('[data-testid="tile"]')].map((tile) => {
    const video = tile.querySelector("video");
    let hue: number | undefined;
    if (video !== null && video.videoWidth > 0) {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 1;
      const context = canvas.getContext("2d");
      if (context === null) throw new Error("no canvas");
      context.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 1, 1, 0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
      const max = Math.max(red, green, blue);
      const range = max - Math.min(red, green, blue);
      if (range >= 40) {
        const sixth =
          max === red
            ? (green - blue) / range
            : max === green
              ? 2 + (blue - red) / range
              : 4 + (red - green) / range;
        hue = Math.round((sixth * 60 + 360) % 360);
      }
    }
    return {
      name: tile.getAttribute("data-name") ?? "",
      self: tile.getAttribute("data-self") === "true",
      hue,
    };
  });
}

/** Runs in the page: how many frames the tile of `name` has drawn in about a second. */
export async function framesInASecond(name: string): Promise<number> {
  const count = (): number => {
    const tile = document.querySelector(`[data-testid="tile"][data-name="${CSS.escape(name)}"]`);
    return tile?.querySelector("video")?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
  };
  const before = count();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  // Another element, after a reconnect, begins anew.
  return Math.max(0, count() - before);
}

/** Runs in the page: the strongest pitch in each remote sound that plays, Hz, in no order. */
export async function listenToSounds(): Promise<number[]> {
  const audio = new AudioContext();
  await audio.resume();
  const pitches: number[] = [];
  for (const element of document.querySelectorAll("audio")) {
    if (!(element.srcObject instanceof MediaStream) || element.paused) continue;
    const analyser = audio.createAnalyser();
    analyser.fftSize = 8192;
    audio.createMediaStreamSource(element.srcObject).connect(analyser);
    const spectrum = new Float32Array(analyser.frequencyBinCount);
    // The analyser looks at its last 8,192 samples: wait until those are sound.
    await new Promise((resolve) => setTimeout(resolve, (2 * 8192 * 1000) / audio.sampleRate));
    analyser.getFloatFrequencyData(spectrum);
    const loudest = Math.max(...spectrum);
    if (loudest > -60) pitches.push((spectrum.indexOf(loudest) * audio.sampleRate) / 8192);
  }
  await audio.close();
  return pitches;
}

/** Runs in the page: the same without an AudioContext, which Firefox does not run without a sound card. */
export async function listenByRecording(): Promise<number[]> {
  const pitches: number[] = [];
  for (const element of document.querySelectorAll("audio")) {
    if (!(element.srcObject instanceof MediaStream) || element.paused) continue;
    const recorder = new MediaRecorder(element.srcObject);
    const recorded = new Promise<Blob>((resolve) => {
      recorder.ondataavailable = ({ data }) => {
        resolve(data);
      };
    });
    recorder.start();
    await new Promise((resolve) => setTimeout(resolve, 700));
    recorder.stop();
    const bytes = await (await recorded).arrayBuffer();
    if (bytes.byteLength === 0) continue;
    const rate = 48_000;
    const decoded = await new OfflineAudioContext(1, rate, rate).decodeAudioData(bytes);
    const sound = decoded.getChannelData(0).subarray(-8192);
    // The share of each pitch, by the definition of the Fourier transform.
    let best = { pitch: 0, level: 0 };
    for (let pitch = 100; pitch < 2000; pitch += 5) {
      let [real, imaginary] = [0, 0];
      sound.forEach((sample, index) => {
        const angle = (2 * Math.PI * pitch * index) / rate;
        real += sample * Math.cos(angle);
        imaginary += sample * Math.sin(angle);
      });
      const level = Math.hypot(real, imaginary) / sound.length;
      if (level > best.level) best = { pitch, level };
    }
    if (best.level > 0.001) pitches.push(best.pitch);
  }
  return pitches;
}

/** Waits until somebody's tile of `name` shows a picture of about this hue. */
export async function untilSeen(who: Perceiving, name: string, hue: number): Promise<void> {
  await until(
    async () => {
      const tile = (await who.look()).find((seen) => seen.name === name && !seen.self);
      return tile?.hue !== undefined && hueDistance(tile.hue, hue) < 15;
    },
    () => `${who.name} sees ${name}`,
  );
}

/** Waits until somebody hears exactly these tones, each from a sound of its own. */
export async function untilHeard(who: Perceiving, tones: readonly number[]): Promise<void> {
  let heard: number[] = [];
  await until(
    async () => {
      heard = await who.listen();
      return (
        heard.length === tones.length &&
        tones.every((tone) => heard.some((pitch) => Math.abs(pitch - tone) < 12))
      );
    },
    () => `${who.name} hears ${tones.join(", ")} Hz (last: ${heard.map(Math.round).join(", ")})`,
  );
}

function hueDistance(one: number, other: number): number {
  const distance = Math.abs(one - other) % 360;
  return Math.min(distance, 360 - distance);
}
