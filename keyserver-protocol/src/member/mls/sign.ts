import { signWithLabel, verifyWithLabel } from "ts-mls/crypto/signature.js";
import type { MlsGroup } from "./group.ts";
import { translating } from "./mlsError.ts";
import type { MlsSuite } from "./suite.ts";

/** SignWithLabel of RFC 9420 §5.1.2 with our leaf's key. Throws MlsError "mls/internal". */
export function signAsLeaf(group: MlsGroup, label: string, content: Uint8Array): Promise<Uint8Array> {
  return translating("mls/internal", "could not sign", () =>
    signWithLabel(group.state.signaturePrivateKey, label, content, group.suite.impl.signature),
  );
}

/** Our leaf's signature over bytes whose first say what they are for. Throws MlsError "mls/internal". */
export function signBytesAsLeaf(group: MlsGroup, bytes: Uint8Array): Promise<Uint8Array> {
  return translating("mls/internal", "could not sign", () =>
    group.suite.impl.signature.sign(group.state.signaturePrivateKey, bytes),
  );
}

/** VerifyWithLabel of RFC 9420 §5.1.2. False for a key or signature that is none. */
export async function isSignedByLeaf(
  suite: MlsSuite,
  leafPublicKey: Uint8Array,
  label: string,
  content: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  try {
    return await verifyWithLabel(leafPublicKey, label, content, signature, suite.impl.signature);
  } catch {
    return false;
  }
}
