import { decodeMlsMessage, encodeMlsMessage } from "ts-mls";
import { decodeKnockEnvelope, encodeKnockEnvelope } from "../machine/envelopes.ts";
import type { Call } from "../machine/identity.ts";
import { openBlob, sealBlob } from "../seal/index.ts";

/** Somebody's knock with another key in its key package, sealed again as who has the link can. */
export function withOtherInitKey(
  { keys: { groupId, outerSealKey } }: Call,
  blob: Uint8Array,
  random: (length: number) => Uint8Array,
): Uint8Array {
  const place = { kind: "knock", id: groupId } as const;
  const { mailboxId, keyPackage } = decodeKnockEnvelope(openBlob(outerSealKey, place, blob));
  const decoded = decodeMlsMessage(keyPackage, 0)?.[0];
  if (decoded?.wireformat !== "mls_key_package") throw new Error("not a knock");
  const changed = { ...decoded.keyPackage, initKey: random(decoded.keyPackage.initKey.length) };
  const message = encodeMlsMessage({ ...decoded, keyPackage: changed });
  return sealBlob(outerSealKey, place, encodeKnockEnvelope({ mailboxId, keyPackage: message }), random);
}
