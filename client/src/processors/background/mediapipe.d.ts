declare module "@mediapipe/selfie_segmentation/selfie_segmentation_solution_simd_wasm_bin.js" {
  /** Makes the library's WebAssembly instance. */
  const create: (module: object) => Promise<unknown>;
  export default create;
}
