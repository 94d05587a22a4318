/** AES-GCM without a promise, in WebAssembly: the same bytes as WebCrypto, for frames that are not worth its hop. */
import { GcmModule } from "./GcmModule.ts";

export { AAD, GcmModule, type KeySlot, MAX_AAD, MAX_FRONT, MAX_TEXT, NONCE, TEXT } from "./GcmModule.ts";

let instance: GcmModule | undefined;
let hasTried = false;

/** This realm's instance; undefined where WebAssembly with vectors does not exist or is not allowed. */
export function gcmModule(): GcmModule | undefined {
  if (!hasTried) {
    hasTried = true;
    try {
      instance = new GcmModule();
    } catch {
      // An older browser, or a content security policy without 'wasm-unsafe-eval': WebCrypto does everything.
    }
  }
  return instance;
}
