import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, SottoError, toBase64Url } from "@sotto/shared/codec";
import type { RandomBytes } from "../api.ts";

/** What a sealed blob is; authenticated, so that one kind can not be passed off as another. */
export type SealKind = "commit" | "application" | "knock" | "welcome" | "announcement" | "report" | "note";

const kindBytes: Readonly<Record<SealKind, number>> = {
  commit: 1,
  application: 2,
  knock: 3,
  welcome: 4,
  announcement: 5,
  report: 6,
  note: 7,
};

/** Where a blob belongs. */
export interface SealPlace {
  readonly kind: SealKind;
  /** Group id or mailbox id, 16 bytes. */
  readonly id: Uint8Array;
  /** Epoch that a commit was made in; only commits have one. */
  readonly epoch?: number;
}

const NONCE_BYTES = 24;
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;
/** Smallest padded plaintext: below this Padmé pads to next to nothing, and small messages would tell themselves apart. */
const MIN_PADDED_BYTES = 256;

/**
 * Puts the outer seal on data that the key server stores: XChaCha20-Poly1305 under a key that only who has the link
 * knows, with a random nonce in front. It hides what MLS leaves readable, and by padding most of the size.
 */
export function sealBlob(
  key: Uint8Array,
  place: SealPlace,
  data: Uint8Array,
  random: RandomBytes,
): Uint8Array {
  const nonce = random(NONCE_BYTES);
  const padded = new Uint8Array(padmeLength(LENGTH_BYTES + data.length));
  new DataView(padded.buffer).setUint32(0, data.length);
  padded.set(data, LENGTH_BYTES);
  return concatBytes(nonce, xchacha20poly1305(key, nonce, associatedData(place)).encrypt(padded));
}

/** The nonce of a sealed blob, in base64url: random, so that of no other. */
export function nonceOf(blob: Uint8Array): string {
  return toBase64Url(blob.subarray(0, NONCE_BYTES));
}

/** Opens a sealed blob. Throws SottoError "seal/invalid" if it is not what and where it should be. */
export function openBlob(key: Uint8Array, place: SealPlace, blob: Uint8Array): Uint8Array {
  if (blob.length < NONCE_BYTES + TAG_BYTES + LENGTH_BYTES) throw invalid();
  const nonce = blob.subarray(0, NONCE_BYTES);
  let padded: Uint8Array;
  try {
    padded = xchacha20poly1305(key, nonce, associatedData(place)).decrypt(blob.subarray(NONCE_BYTES));
  } catch (cause) {
    throw invalid(cause);
  }
  const length = new DataView(padded.buffer, padded.byteOffset, padded.byteLength).getUint32(0);
  if (length > padded.length - LENGTH_BYTES || padded.length !== padmeLength(LENGTH_BYTES + length))
    throw invalid();
  if (padded.subarray(LENGTH_BYTES + length).some((byte) => byte !== 0)) throw invalid();
  return padded.slice(LENGTH_BYTES, LENGTH_BYTES + length);
}

/**
 * Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019, §4):
 * a length keeps only so many leading bits as its own bit count has bits. At most 12 % more bytes.
 */
export function padmeLength(length: number): number {
  const at = Math.max(length, MIN_PADDED_BYTES);
  const exponent = 31 - Math.clz32(at);
  const kept = 32 - Math.clz32(exponent);
  const unit = 2 ** (exponent - kept);
  return Math.ceil(at / unit) * unit;
}

function associatedData(place: SealPlace): Uint8Array {
  const kind = Uint8Array.of(kindBytes[place.kind]);
  if (place.epoch === undefined) return concatBytes(kind, place.id);
  const epoch = new Uint8Array(8);
  new DataView(epoch.buffer).setBigUint64(0, BigInt(place.epoch));
  return concatBytes(kind, place.id, epoch);
}

function invalid(cause?: unknown): SottoError {
  return new SottoError("seal/invalid", "the blob does not open", { cause });
}
