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
  type Signature,
} from "ts-mls";
import { isUnambiguous } from "../../messages/index.ts";
import type { RandomBytes } from "../api.ts";
import { dhkem, loadAgreement, makeHpke, xwing, type Agreement, type Kem } from "./hpke/index.ts";

const hashes = { "SHA-256": sha256, "SHA-384": sha384, "SHA-512": sha512 } as const;
const kdfHashes = { "HKDF-SHA256": sha256, "HKDF-SHA384": sha384, "HKDF-SHA512": sha512 } as const;
/** Numbers of RFC 9180 §7.2 and §7.3. */
const kdfIds = { "HKDF-SHA256": 1, "HKDF-SHA384": 2, "HKDF-SHA512": 3 } as const;
const aeadIds = { AES128GCM: 1, AES256GCM: 2, CHACHA20POLY1305: 3 } as const;

/**
 * The library's default cryptography with hash, KDF and HPKE replaced by ones that hash small things synchronously: a
 * commit makes thousands of tiny calls, and each hop through WebCrypto costs more than the hash itself. Signatures, X25519 and AES
 * stay native. Randomness comes from `random`, so that a simulation can be repeated; HPKE's ephemeral keys are the
 * exception.
 */
export function cryptoProvider(random: RandomBytes): CryptoProvider {
  return {
    async getCiphersuiteImpl(suite: Ciphersuite): Promise<CiphersuiteImpl> {
      const base = await defaultCryptoProvider.getCiphersuiteImpl(suite);
      const kdf = synchronousKdf(kdfHashes[suite.hpke.kdf]);
      const hpke = await hpkeOf(suite, base.hpke);
      return {
        ...base,
        hash: quickHash(hashes[suite.hash], suite.hash),
        kdf,
        signature: suite.signature === "Ed25519" ? unambiguous(base.signature) : base.signature,
        rng: { randomBytes: (length) => random(length) },
        hpke: { ...hpke, generateKeyPair: () => hpke.deriveKeyPair(random(kdf.size)) },
      };
    },
  };
}

/** Refuses what another member's library might see otherwise: all have to come to the same about a commit. */
function unambiguous(signature: Signature): Signature {
  return {
    ...signature,
    verify: async (publicKey, message, bytes) =>
      isUnambiguous(publicKey, bytes) && (await signature.verify(publicKey, message, bytes)),
  };
}

async function hpkeOf({ hpke }: Ciphersuite, library: CiphersuiteImpl["hpke"]): Promise<typeof library> {
  const kems: Readonly<Record<string, (curve: Agreement) => Kem>> = {
    "DHKEM-X25519-HKDF-SHA256": dhkem,
    "X-Wing": xwing,
  };
  const kem = kems[hpke.kem]?.(await loadAgreement());
  if (kem === undefined) return library;
  const symmetric = { hash: kdfHashes[hpke.kdf], kdfId: kdfIds[hpke.kdf], aeadId: aeadIds[hpke.aead] };
  return makeHpke(kem, symmetric, library);
}

type HashName = keyof typeof hashes;
type HashFunction = (typeof hashes)[HashName];

/** Above this many bytes a hop through WebCrypto costs less than hashing here: commits and trees of large groups. */
const NATIVE_FROM = 8_192;

function quickHash(hash: HashFunction, name: HashName): Hash {
  const mac = async (key: Uint8Array, data: Uint8Array) => {
    if (data.length < NATIVE_FROM) return hmac(hash, key, data);
    const algorithm = { name: "HMAC", hash: name };
    const imported = await crypto.subtle.importKey("raw", ownBytes(key), algorithm, false, ["sign"]);
    return new Uint8Array(await crypto.subtle.sign("HMAC", imported, ownBytes(data)));
  };
  return {
    digest: async (data) =>
      data.length < NATIVE_FROM
        ? hash(data)
        : new Uint8Array(await crypto.subtle.digest(name, ownBytes(data))),
    mac,
    verifyMac: async (key, tag, data) => bytesEqualConstantTime(await mac(key, data), tag),
  };
}

/** WebCrypto's types want to be sure that the memory is not shared. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}

function synchronousKdf(hash: HashFunction): Kdf {
  return {
    extract: (salt, ikm) => Promise.resolve(extract(hash, ikm, salt)),
    expand: (prk, info, length) => Promise.resolve(expand(hash, prk, info, length)),
    size: hash.outputLen,
  };
}
