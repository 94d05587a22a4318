import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, zeroize } from "@sotto/shared/codec";
import type { Kem } from "./kem.ts";
import { labeledKdf, u16 } from "./labeledKdf.ts";
import { publicKeyOf, type Agreement } from "./x25519.ts";

const ID = 0x0020;
const KEY_BYTES = 32;
const kdf = labeledKdf(sha256, concatBytes(new TextEncoder().encode("KEM"), u16(ID)));
const nothing = new Uint8Array();

/** DHKEM(X25519, HKDF-SHA256), RFC 9180 §4.1. A private key is followed by its public key. */
export function dhkem(curve: Agreement): Kem {
  return {
    id: ID,
    deriveKeyPair(ikm) {
      const prk = kdf.extract(nothing, "dkp_prk", ikm);
      const secret = kdf.expand(prk, "sk", nothing, KEY_BYTES);
      const publicKey = publicKeyOf(secret);
      const privateKey = concatBytes(secret, publicKey);
      zeroize(prk, secret);
      return { privateKey, publicKey };
    },
    expandPrivateKey(bytes) {
      if (bytes.length === 2 * KEY_BYTES) return bytes;
      if (bytes.length !== KEY_BYTES) throw new RangeError("not a private key");
      return concatBytes(bytes, publicKeyOf(bytes));
    },
    async encapsulate(publicKey) {
      const ephemeral = await curve.makeEphemeralKey();
      const enc = ephemeral.publicKey;
      return { enc, secret: secretOf(await ephemeral.agree(publicKey), enc, publicKey) };
    },
    async decapsulate(bytes, enc) {
      const own = { privateKey: bytes.subarray(0, KEY_BYTES), publicKey: bytes.subarray(KEY_BYTES) };
      return secretOf(await curve.agree(own, enc), enc, own.publicKey);
    },
  };
}

/** ExtractAndExpand. Zeroizes what was agreed on. */
function secretOf(agreed: Uint8Array, enc: Uint8Array, publicKey: Uint8Array): Uint8Array {
  const prk = kdf.extract(nothing, "eae_prk", agreed);
  const secret = kdf.expand(prk, "shared_secret", concatBytes(enc, publicKey), KEY_BYTES);
  zeroize(prk, agreed);
  return secret;
}
