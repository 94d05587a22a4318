import type { CheckIdentity } from "@sotto/keyserver-protocol/member/mls";
import { peerIdentity } from "@sotto/keyserver-protocol/member/mls/testing";

export const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** Version, a name of twelve letters, device key, leaf key, instance tag, serial, signature. */
const CREDENTIAL_BYTES = 1 + 2 + 12 + 32 + 32 + 16 + 8 + 64;

/** An identity that core-crypto takes, as long as the credential of a call. */
export function identityOf(number: number): Uint8Array {
  const short = peerIdentity(number);
  const filling = new TextEncoder().encode(".example".repeat(CREDENTIAL_BYTES));
  return Uint8Array.of(...short, ...filling.subarray(0, Math.max(0, CREDENTIAL_BYTES - short.length)));
}

const signed = random(CREDENTIAL_BYTES);
const keys = crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
const sample = keys.then(async ({ privateKey, publicKey }) => ({
  signature: await crypto.subtle.sign("Ed25519", privateKey, signed),
  publicKey: await crypto.subtle.exportKey("raw", publicKey),
}));

/** Accepts everybody, and costs what a call's check costs: one signature of the device key, verified. */
export const checkLikeACall: CheckIdentity = async () => {
  const { signature, publicKey } = await sample;
  const key = await crypto.subtle.importKey("raw", publicKey, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, signature, signed);
};
