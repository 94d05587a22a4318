import { sha3_256, shake256 } from "@noble/hashes/sha3.js";
import { ml_kem768 } from "@noble/post-quantum/ml-kem.js";
import { concatBytes, zeroize } from "@sotto/shared/codec";
import type { Kem } from "./kem.ts";
import { publicKeyOf, type Agreement } from "./x25519.ts";

const ID = 0x647a;
const SEED_BYTES = 32;
const ML_KEM = {
  seed: 64,
  publicKey: 1184,
  secretKey: 2400,
  ciphertext: 1088,
  /** Bytes of a public key that hold coefficients; the last 32 are a seed. */
  coefficients: 1152,
  q: 3329,
} as const;
const X25519_BYTES = 32;
const LABEL = new TextEncoder().encode("\\.//^\\");
/** What a seed expands to: ML-KEM's decapsulation key, X25519's private key, X25519's public key. */
const EXPANDED_BYTES = ML_KEM.secretKey + 2 * X25519_BYTES;

/** X-Wing, ML-KEM-768 and X25519 together (draft-connolly-cfrg-xwing-kem). A private key is kept expanded. */
export function xwing(curve: Agreement): Kem {
  return {
    id: ID,
    deriveKeyPair(ikm) {
      const seed = shake256(ikm, { dkLen: SEED_BYTES });
      const expanded = expand(seed);
      zeroize(seed);
      return expanded;
    },
    expandPrivateKey(bytes) {
      if (bytes.length === EXPANDED_BYTES) return bytes;
      if (bytes.length !== SEED_BYTES) throw new RangeError("not a private key");
      return expand(bytes).privateKey;
    },
    async encapsulate(publicKey) {
      if (publicKey.length !== ML_KEM.publicKey + X25519_BYTES || !isReduced(publicKey))
        throw new RangeError("not a public key");
      const theirs = publicKey.subarray(ML_KEM.publicKey);
      const ephemeral = await curve.makeEphemeralKey();
      const point = ephemeral.publicKey;
      const agreed = await ephemeral.agree(theirs);
      const { cipherText, sharedSecret } = ml_kem768.encapsulate(publicKey.subarray(0, ML_KEM.publicKey));
      return { enc: concatBytes(cipherText, point), secret: combine(sharedSecret, agreed, point, theirs) };
    },
    async decapsulate(bytes, enc) {
      if (enc.length !== ML_KEM.ciphertext + X25519_BYTES) throw new RangeError("not an encapsulated key");
      const own = {
        privateKey: bytes.subarray(ML_KEM.secretKey, ML_KEM.secretKey + X25519_BYTES),
        publicKey: bytes.subarray(ML_KEM.secretKey + X25519_BYTES),
      };
      const point = enc.subarray(ML_KEM.ciphertext);
      const agreed = await curve.agree(own, point);
      const ciphertext = enc.subarray(0, ML_KEM.ciphertext);
      const decapsulated = ml_kem768.decapsulate(ciphertext, bytes.subarray(0, ML_KEM.secretKey));
      return combine(decapsulated, agreed, point, own.publicKey);
    },
  };
}

/** The modulus check of FIPS 203 §7.2, which noble's does not find: every 12-bit coefficient is below q. */
function isReduced(publicKey: Uint8Array): boolean {
  for (let index = 0; index < ML_KEM.coefficients; index += 3) {
    const [low = 0, middle = 0, high = 0] = publicKey.subarray(index, index + 3);
    if ((low | ((middle & 0xf) << 8)) >= ML_KEM.q || ((middle >> 4) | (high << 4)) >= ML_KEM.q) return false;
  }
  return true;
}

function expand(seed: Uint8Array): { privateKey: Uint8Array; publicKey: Uint8Array } {
  const expanded = shake256(seed, { dkLen: ML_KEM.seed + X25519_BYTES });
  const { secretKey, publicKey } = ml_kem768.keygen(expanded.subarray(0, ML_KEM.seed));
  const scalar = expanded.subarray(ML_KEM.seed);
  const point = publicKeyOf(scalar);
  const privateKey = concatBytes(secretKey, scalar, point);
  zeroize(expanded, secretKey);
  return { privateKey, publicKey: concatBytes(publicKey, point) };
}

/** Zeroizes both secrets that go in. */
function combine(
  mlKem: Uint8Array,
  agreed: Uint8Array,
  point: Uint8Array,
  publicKey: Uint8Array,
): Uint8Array {
  const secret = sha3_256(concatBytes(mlKem, agreed, point, publicKey, LABEL));
  zeroize(mlKem, agreed);
  return secret;
}
