import { expand, extract } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { bytesEqualConstantTime } from "@sotto/shared/codec";
import {
  defaultCryptoProvider,
  type Ciphersuite,
  type CiphersuiteImpl,
  type CryptoProvider,
  type Hash,
  type Kdf,
} from "ts-mls";
import type { RandomBytes } from "../api.ts";

const hashes = { "SHA-256": sha256, "SHA-384": sha384, "SHA-512": sha512 } as const;
const kdfHashes = { "HKDF-SHA256": sha256, "HKDF-SHA384": sha384, "HKDF-SHA512": sha512 } as const;

/**
 * The library's default cryptography with hash and KDF replaced by synchronous ones: a commit makes thousands of tiny
 * calls, and each hop through WebCrypto costs more than the hash itself. Signatures, X25519 and AES stay native.
 * Randomness comes from `random`, so that a simulation can be repeated; HPKE's ephemeral keys are the exception.
 */
export function cryptoProvider(random: RandomBytes): CryptoProvider {
  return {
    async getCiphersuiteImpl(suite: Ciphersuite): Promise<CiphersuiteImpl> {
      const base = await defaultCryptoProvider.getCiphersuiteImpl(suite);
      const kdf = synchronousKdf(kdfHashes[suite.hpke.kdf]);
      return {
        ...base,
        hash: synchronousHash(hashes[suite.hash]),
        kdf,
        rng: { randomBytes: (length) => random(length) },
        hpke: { ...base.hpke, generateKeyPair: () => base.hpke.deriveKeyPair(random(kdf.size)) },
      };
    },
  };
}

type HashFunction = (typeof hashes)[keyof typeof hashes];

function synchronousHash(hash: HashFunction): Hash {
  return {
    digest: (data) => Promise.resolve(hash(data)),
    mac: (key, data) => Promise.resolve(hmac(hash, key, data)),
    verifyMac: (key, mac, data) => Promise.resolve(bytesEqualConstantTime(hmac(hash, key, data), mac)),
  };
}

function synchronousKdf(hash: HashFunction): Kdf {
  return {
    extract: (salt, ikm) => Promise.resolve(extract(hash, ikm, salt)),
    expand: (prk, info, length) => Promise.resolve(expand(hash, prk, info, length)),
    size: hash.outputLen,
  };
}
