import type { SelfieSegmentation } from "@mediapipe/selfie_segmentation";
import libraryUrl from "@mediapipe/selfie_segmentation/selfie_segmentation.js?url";
import graphUrl from "@mediapipe/selfie_segmentation/selfie_segmentation.binarypb?url";
import modelUrl from "@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite?url";
import createWasm from "@mediapipe/selfie_segmentation/selfie_segmentation_solution_simd_wasm_bin.js";
import wasmUrl from "@mediapipe/selfie_segmentation/selfie_segmentation_solution_simd_wasm_bin.wasm?url";

/** Where the files are that the library asks for by name; all on our own origin. */
const urls: Readonly<Record<string, string>> = {
  "selfie_segmentation.binarypb": graphUrl,
  "selfie_segmentation_landscape.tflite": modelUrl,
  "selfie_segmentation_solution_simd_wasm_bin.wasm": wasmUrl,
};
/** The model for pictures that are wider than high. */
const LANDSCAPE = 1;

/** Tells a person from the room: opaque where the person is. */
export type Segmenter = (picture: ImageBitmap) => Promise<ImageBitmap>;

/**
 * Loads library, model and graph.
 * @throws if the browser has no WebGL or no WebAssembly with vectors
 */
export async function loadSegmenter(): Promise<Segmenter> {
  if (new OffscreenCanvas(1, 1).getContext("webgl2") === null) throw new Error("no WebGL");
  standInForPage(() => {
    Object.assign(globalThis, { createMediapipeSolutionsWasm: createWasm });
  });
  // It exports nothing but puts itself on the global object, and so is not to be bundled.
  await import(/* @vite-ignore */ libraryUrl);
  const library = globalThis as unknown as { SelfieSegmentation: typeof SelfieSegmentation };
  const segmentation = new library.SelfieSegmentation({ locateFile: (file) => urls[file] ?? file });
  segmentation.setOptions({ modelSelection: LANDSCAPE });
  const masks: ImageBitmap[] = [];
  segmentation.onResults((results) => {
    masks.push(results.segmentationMask as ImageBitmap);
  });
  await segmentation.initialize();
  return async (picture) => {
    // Any image will do; the library's types know those of pages only.
    await segmentation.send({ image: picture as unknown as HTMLImageElement });
    const mask = masks.pop();
    if (mask === undefined) throw new Error("no mask");
    return mask;
  };
}

/**
 * The library loads its graph and model only where it believes to be in a page. This is as much of one as it looks at:
 * it makes a canvas, and elements for scripts that it waits for. Those scripts are bundled here already.
 */
function standInForPage(loadScript: () => void): void {
  const element = (kind: string): unknown => {
    if (kind === "canvas") return new OffscreenCanvas(1, 1);
    return {
      setAttribute: () => undefined,
      addEventListener(event: string, listener: () => void) {
        if (event === "load") Object.assign(this, { loaded: listener });
      },
    };
  };
  const appendChild = (script: { loaded(): void }): void => {
    loadScript();
    script.loaded();
  };
  const document = { createElement: element, body: { appendChild }, addEventListener: () => undefined };
  Object.assign(globalThis, { window: globalThis, document });
}
