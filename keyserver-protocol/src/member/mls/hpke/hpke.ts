import { concatBytes, zeroize } from "@sotto/shared/codec";
import type { CiphersuiteImpl, PrivateKey, PublicKey } from "ts-mls";
import type { Kem } from "./kem.ts";
import { labeledKdf, u16, type HashFunction } from "./labeledKdf.ts";
import type { KeyPair } from "./x25519.ts";

type Hpke = CiphersuiteImpl["hpke"];

/** The symmetric half of an HPKE suite. */
export interface Symmetric {
  readonly hash: HashFunction;
  /** Numbers in the HPKE registries, RFC 9180 §7.2 and §7.3. */
  readonly kdfId: number;
  readonly aeadId: number;
}

const MODE_BASE = Uint8Array.of(0);
const nothing = new Uint8Array();

/**
 * HPKE in base mode with one message per context (RFC 9180 §6.1), which is all that MLS uses. It takes the place of a
 * general implementation because of speed: hashing without a hop through WebCrypto, and private keys that need not be
 * expanded again for each message. `library` seals and opens with a given key.
 */
export function makeHpke(kem: Kem, symmetric: Symmetric, library: Hpke): Hpke {
  const { hash, kdfId, aeadId } = symmetric;
  const suiteId = concatBytes(new TextEncoder().encode("HPKE"), u16(kem.id), u16(kdfId), u16(aeadId));
  const kdf = labeledKdf(hash, suiteId);
  const pskIdHash = kdf.extract(nothing, "psk_id_hash", nothing);
  const { keyLength, nonceLength } = library;

  /** KeySchedule, and what follows from its secret under each label. */
  function schedule(shared: Uint8Array, info: Uint8Array) {
    const context = concatBytes(MODE_BASE, pskIdHash, kdf.extract(nothing, "info_hash", info));
    const secret = kdf.extract(shared, "secret", nothing);
    zeroize(shared);
    return {
      derive: (label: string, length: number) => kdf.expand(secret, label, context, length),
      done: () => zeroize(secret),
    };
  }

  function keysOf(shared: Uint8Array, info: Uint8Array) {
    const { derive, done } = schedule(shared, info);
    const keys = { key: derive("key", keyLength), nonce: derive("base_nonce", nonceLength) };
    done();
    return keys;
  }

  function exported(shared: Uint8Array, info: Uint8Array, context: Uint8Array, length: number): Uint8Array {
    const { derive, done } = schedule(shared, info);
    const exporterSecret = derive("exp", kdf.hashBytes);
    const secret = kdf.expand(exporterSecret, "sec", context, length);
    zeroize(exporterSecret);
    done();
    return secret;
  }

  return {
    async seal(publicKey, plaintext, info, aad) {
      const { secret, enc } = await kem.encapsulate(bytesOf(publicKey));
      const { key, nonce } = keysOf(secret, info);
      const ct = await library.encryptAead(key, nonce, aad, plaintext);
      zeroize(key);
      return { ct, enc };
    },
    async open(privateKey, enc, ciphertext, info, aad) {
      const { key, nonce } = keysOf(await kem.decapsulate(bytesOf(privateKey), enc), info);
      const plaintext = await library.decryptAead(key, nonce, aad, ciphertext);
      zeroize(key);
      return plaintext;
    },
    async exportSecret(publicKey, context, length, info) {
      const { secret, enc } = await kem.encapsulate(bytesOf(publicKey));
      return { enc, secret: exported(secret, info, context, length) };
    },
    async importSecret(privateKey, context, enc, length, info) {
      return exported(await kem.decapsulate(bytesOf(privateKey), enc), info, context, length);
    },
    importPrivateKey: async (bytes) => asPrivateKey(kem.expandPrivateKey(bytes)),
    importPublicKey: async (bytes) => asPublicKey(bytes),
    exportPublicKey: async (key) => bytesOf(key),
    exportPrivateKey: async (key) => bytesOf(key),
    deriveKeyPair: async (ikm) => asKeyPair(kem.deriveKeyPair(ikm)),
    generateKeyPair: () => Promise.reject(new TypeError("keys are derived from the caller's randomness")),
    encryptAead: (key, nonce, aad, plaintext) => library.encryptAead(key, nonce, aad, plaintext),
    decryptAead: (key, nonce, aad, ciphertext) => library.decryptAead(key, nonce, aad, ciphertext),
    keyLength,
    nonceLength,
  };
}

// The library passes keys through without looking at them, but wants them to be of WebCrypto's type.

function asPrivateKey(bytes: Uint8Array): PrivateKey {
  return bytes as unknown as PrivateKey;
}

function asPublicKey(bytes: Uint8Array): PublicKey {
  return bytes as unknown as PublicKey;
}

function asKeyPair({ privateKey, publicKey }: KeyPair): { privateKey: PrivateKey; publicKey: PublicKey } {
  return { privateKey: asPrivateKey(privateKey), publicKey: asPublicKey(publicKey) };
}

function bytesOf(key: PrivateKey | PublicKey): Uint8Array {
  return key as unknown as Uint8Array;
}
