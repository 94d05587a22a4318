import {
  getCiphersuiteFromName,
  getCiphersuiteImpl,
  type CiphersuiteImpl,
  type CiphersuiteName,
} from "ts-mls";
import type { RandomBytes, SuiteName } from "../api.ts";
import { cryptoProvider } from "./provider.ts";

/** A cipher suite that is ready to be used. */
export interface MlsSuite {
  readonly name: SuiteName;
  readonly impl: CiphersuiteImpl;
}

interface SuiteFacts {
  readonly mlsName: CiphersuiteName;
  /** SFrame suite of the same AEAD and hash, RFC 9605 §8.1. */
  readonly sframeSuite: 4 | 5;
  /** Nk of that SFrame suite, bytes. */
  readonly baseKeyBytes: number;
  /** Number that names the suite in an announcement. */
  readonly number: number;
}

const facts: Readonly<Record<SuiteName, SuiteFacts>> = {
  xwing: { mlsName: "MLS_256_XWING_AES256GCM_SHA512_Ed25519", sframeSuite: 5, baseKeyBytes: 32, number: 83 },
  classical: {
    mlsName: "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519",
    sframeSuite: 4,
    baseKeyBytes: 16,
    number: 1,
  },
};

/** What is fixed about a suite. */
export function suiteFacts(name: SuiteName): SuiteFacts {
  return facts[name];
}

/**
 * Up to this size a call is post-quantum by default. A post-quantum tree is seven times as large as a classical one, and
 * a newcomer has to get all of it: with 250 members some 0.7 MB, and each membership change is 34 KB for everybody.
 */
export const LARGEST_POST_QUANTUM_CALL = 250;

/** The suite for a call of which this many people are expected. */
export function suiteForSize(expected: number | undefined): SuiteName {
  return (expected ?? 0) > LARGEST_POST_QUANTUM_CALL ? "classical" : "xwing";
}

/** The suite with this number, or undefined for one that Sotto does not use. */
export function suiteOfNumber(number: number): SuiteName | undefined {
  for (const name of ["xwing", "classical"] as const) if (facts[name].number === number) return name;
  return undefined;
}

/** Loads a suite's cryptography. */
export async function loadSuite(name: SuiteName, random: RandomBytes): Promise<MlsSuite> {
  const suite = getCiphersuiteFromName(facts[name].mlsName);
  return { name, impl: await getCiphersuiteImpl(suite, cryptoProvider(random)) };
}
