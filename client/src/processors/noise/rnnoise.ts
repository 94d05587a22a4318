import { loadRnnoise, RnnoiseWorkletNode } from "@sapphi-red/web-noise-suppressor";
import url from "@sapphi-red/web-noise-suppressor/rnnoise.wasm?url";
import simdUrl from "@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url";
import workletUrl from "@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js?url";

/** A node that suppresses noise, in a context of 48 kHz. */
export async function loadNode(context: AudioContext): Promise<RnnoiseWorkletNode> {
  const [wasmBinary] = await Promise.all([
    loadRnnoise({ url, simdUrl }),
    context.audioWorklet.addModule(workletUrl),
  ]);
  return new RnnoiseWorkletNode(context, { maxChannels: 1, wasmBinary });
}
