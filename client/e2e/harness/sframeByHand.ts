import { createDecipheriv, hkdfSync } from "node:crypto";

/*
 * RFC 9605 written a second time, straight from its text and on another library, so that what the tests say of
 * frames on the wire does not rest on the code that made them. AES-256-GCM with a 16-byte tag (suite 5) only.
 */
const SUITE = 5;
const KEY_BYTES = 32;
const SALT_BYTES = 12;
const TAG_BYTES = 16;
/** No test waits for so many. */
const MAX_STEPS = 100;

/** What §4.3's header says, and its length in bytes. */
export interface HandHeader {
  readonly kid: bigint;
  readonly ctr: bigint;
  readonly length: number;
}

/** @returns undefined if the bytes are too short for the header they begin with */
export function readHeader(bytes: Uint8Array): HandHeader | undefined {
  const config = bytes[0];
  if (config === undefined) return undefined;
  let at = 1;
  const field = (nibble: number): bigint => {
    if (nibble < 8) return BigInt(nibble);
    let value = 0n;
    for (let left = nibble - 7; left > 0; left--) value = (value << 8n) | BigInt(bytes[at++] ?? 0);
    return value;
  };
  const kid = field(config >> 4);
  const ctr = field(config & 15);
  return at <= bytes.length ? { kid, ctr, length: at } : undefined;
}

/** §4.4.2's key and salt for one KID. */
function keysFor(baseKey: Uint8Array, kid: bigint): { key: Buffer; salt: Buffer } {
  const context = Buffer.alloc(10);
  context.writeBigUInt64BE(kid, 0);
  context.writeUInt16BE(SUITE, 8);
  const expand = (label: string, length: number): Buffer =>
    Buffer.from(hkdfSync("sha512", baseKey, "", Buffer.concat([Buffer.from(label), context]), length));
  return {
    key: expand("SFrame 1.0 Secret key ", KEY_BYTES),
    salt: expand("SFrame 1.0 Secret salt ", SALT_BYTES),
  };
}

/** How often the base key of a KID was ratcheted: on a machine so busy that a rotation is late it is. */
function stepOf(kid: bigint, leafBits: number): number {
  const context = kid >> BigInt(leafBits + 8);
  return Number((context - 1n) >> 5n);
}

/** The base key so many steps on. */
function ratcheted(baseKey: Uint8Array, steps: number): Uint8Array {
  let key = baseKey;
  for (let step = 1; step <= steps; step++) {
    const number = Buffer.alloc(8);
    number.writeBigUInt64BE(BigInt(step));
    const label = Buffer.concat([Buffer.from("sotto v1 sframe ratchet"), number]);
    key = new Uint8Array(hkdfSync("sha512", key, "", label, KEY_BYTES));
  }
  return key;
}

/**
 * Tries to open one SFrame ciphertext.
 * @param baseKey of its epoch
 * @param metadata what is authenticated beside the header
 * @param leafBits of the epoch: 4 in a call of up to 16 leaves
 * @returns undefined if this base key does not open it
 */
export function openByHand(
  baseKey: Uint8Array,
  ciphertext: Uint8Array,
  metadata: Uint8Array,
  leafBits = 4,
): Uint8Array | undefined {
  const header = readHeader(ciphertext);
  if (header === undefined || ciphertext.length < header.length + TAG_BYTES) return undefined;
  const steps = stepOf(header.kid, leafBits);
  if (steps > MAX_STEPS) return undefined;
  const { key, salt } = keysFor(ratcheted(baseKey, steps), header.kid);
  const nonce = Buffer.from(salt);
  nonce.writeBigUInt64BE(nonce.readBigUInt64BE(4) ^ header.ctr, 4);
  const cipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.concat([ciphertext.subarray(0, header.length), metadata]));
  cipher.setAuthTag(ciphertext.subarray(-TAG_BYTES));
  const sealed = ciphertext.subarray(header.length, -TAG_BYTES);
  try {
    return new Uint8Array(Buffer.concat([cipher.update(sealed), cipher.final()]));
  } catch {
    return undefined;
  }
}
