import { isUnambiguous } from "../../messages/index.ts";

/** Whether `signature` is the key's over the message. False for a key or signature that is none. */
export async function verifyEd25519(
  publicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
): Promise<boolean> {
  if (!isUnambiguous(publicKey, signature)) return false;
  const { subtle } = globalThis.crypto;
  try {
    const key = await subtle.importKey("raw", publicKey.slice(), "Ed25519", false, ["verify"]);
    return await subtle.verify("Ed25519", key, signature.slice(), message.slice());
  } catch {
    // Engines differ in which points they refuse to import; none of those has signed anything.
    return false;
  }
}
