import { createPublicKey, verify } from "node:crypto";
import { isUnambiguous, type WriterKey } from "../messages/index.ts";

/** What precedes a raw Ed25519 public key in a SubjectPublicKeyInfo, RFC 8410 section 4. */
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

/** Whether a signature is that writer's over these bytes. False for a key or signature that is none. */
export function isSignedBy(writer: WriterKey, signature: Uint8Array, content: Uint8Array): boolean {
  if (!isUnambiguous(writer, signature)) return false;
  try {
    const der = Buffer.concat([SPKI_PREFIX, writer]);
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    return verify(null, content, key, signature);
  } catch {
    return false;
  }
}
