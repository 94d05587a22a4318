import type { ForwardedFrame } from "./sfuTap.ts";
import { openByHand } from "./sframeByHand.ts";

/** A frame's SFrame ciphertext and what is authenticated with it: VP8 has one carrier byte. */
export function sealedPart({ kind, bytes }: ForwardedFrame): { sealed: Uint8Array; metadata: Uint8Array } {
  const carrier = kind === "video" ? 1 : 0;
  return { sealed: bytes.subarray(carrier), metadata: bytes.subarray(0, carrier) };
}

/** What is inside a frame, if one of these base keys opens it. */
export function openFrame(baseKeys: readonly Uint8Array[], frame: ForwardedFrame): Uint8Array | undefined {
  const { sealed, metadata } = sealedPart(frame);
  for (const baseKey of baseKeys) {
    const plaintext = openByHand(baseKey, sealed, metadata);
    if (plaintext !== undefined) return plaintext;
  }
  return undefined;
}
