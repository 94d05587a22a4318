import { SframeError } from "./errors.ts";

/** The sizes of a cipher suite in bytes, named as in RFC 9605 §4.4.1 and §4.5. */
export interface SuiteParameters {
  readonly name: string;
  readonly cipher: "ctr-hmac" | "gcm";
  /** The hash of the key derivation, and of the HMAC where there is one. */
  readonly hash: "SHA-256" | "SHA-512";
  /** Nk: the whole key. */
  readonly keyLength: number;
  /** Nka: the AES part of the key; the HMAC key is the rest. The same as Nk for GCM. */
  readonly aesKeyLength: number;
  /** Nt */
  readonly tagLength: number;
}

/** Nn: all suites have 96-bit nonces. */
export const NONCE_LENGTH = 12;

const ctrHmac128 = { cipher: "ctr-hmac", hash: "SHA-256", keyLength: 48, aesKeyLength: 16 } as const;
const ctrHmac256 = { cipher: "ctr-hmac", hash: "SHA-512", keyLength: 96, aesKeyLength: 32 } as const;

/**
 * The suites of RFC 9605 §8.1 (1 to 5), and the same CTR construction with AES-256 and SHA-512 (6 to 8).
 * Sotto's calls use 4 and 5; the others are here for peers and for the RFC's own test vectors.
 */
export const suites = {
  1: { name: "AES_128_CTR_HMAC_SHA256_80", ...ctrHmac128, tagLength: 10 },
  2: { name: "AES_128_CTR_HMAC_SHA256_64", ...ctrHmac128, tagLength: 8 },
  3: { name: "AES_128_CTR_HMAC_SHA256_32", ...ctrHmac128, tagLength: 4 },
  4: {
    name: "AES_128_GCM_SHA256_128",
    cipher: "gcm",
    hash: "SHA-256",
    keyLength: 16,
    aesKeyLength: 16,
    tagLength: 16,
  },
  5: {
    name: "AES_256_GCM_SHA512_128",
    cipher: "gcm",
    hash: "SHA-512",
    keyLength: 32,
    aesKeyLength: 32,
    tagLength: 16,
  },
  6: { name: "AES_256_CTR_HMAC_SHA512_80", ...ctrHmac256, tagLength: 10 },
  7: { name: "AES_256_CTR_HMAC_SHA512_64", ...ctrHmac256, tagLength: 8 },
  8: { name: "AES_256_CTR_HMAC_SHA512_32", ...ctrHmac256, tagLength: 4 },
} as const satisfies Record<number, SuiteParameters>;

export type SframeSuite = keyof typeof suites;

/** The suite with this number. @throws SframeError `sframe/suite` if there is none */
export function asSframeSuite(value: number): SframeSuite {
  if (!Object.hasOwn(suites, value)) throw new SframeError("sframe/suite", "no such cipher suite");
  return value as SframeSuite;
}
