import { countFunction, sliceFunction, substituteFunction, BATCH } from "./aes.ts";
import { assemble } from "./assembler.ts";
import { hashFunction, POWER_TABLES, POWERS } from "./ghash.ts";

const PAGE = 65_536;
const BLOCK = 16;

/** Longest text that is encrypted here, bytes; longer ones gain nothing over WebCrypto. */
export const MAX_TEXT = 32_768;
/** Longest associated data, bytes: an SFrame header and a carrier's byte take less than two blocks. */
const MAX_AAD = 2 * BLOCK;
/** Round keys of AES-256, and the tables of the hash key. */
const KEY_BYTES = 15 * BATCH + POWERS * POWER_TABLES;

/* Where things are in the module's memory. */
const COUNTER = 0;
const SUM = COUNTER + BLOCK;
const AAD = SUM + BLOCK;
/** The tag's mask is the first block of key stream: in front of the text, so that one pass makes both. */
const MASK = AAD + MAX_AAD;
export const TEXT = MASK + BLOCK;
/** A whole batch is written at the end of a text, and behind it goes the block with the lengths. */
const KEYS = Math.ceil((TEXT + MAX_TEXT + BATCH + BLOCK) / BATCH) * BATCH;

interface Exports {
  readonly memory: WebAssembly.Memory;
  slice(address: number): void;
  substitute(address: number): void;
  count(schedule: number, middleRounds: number, counter: number, text: number, batches: number): void;
  hash(sum: number, tables: number, text: number, blocks: number): void;
}

/** Keys in the module's memory: where the round keys and the hash tables are. */
export interface KeySlot {
  readonly address: number;
  readonly rounds: number;
}

/** One instance of the module: AES-GCM (NIST SP 800-38D) with 12-byte nonces, on one text at a time, in its memory. */
export class GcmModule {
  readonly #exports: Exports;
  readonly #free: number[] = [];
  #end: number;
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView<ArrayBuffer>;

  /** @throws if the page's policy or the browser does not allow WebAssembly with vectors */
  constructor() {
    const functions = {
      slice: sliceFunction(),
      substitute: substituteFunction(),
      count: countFunction(),
      hash: hashFunction(),
    };
    const module = new WebAssembly.Module(assemble(functions, Math.ceil(KEYS / PAGE)));
    this.#exports = new WebAssembly.Instance(module).exports as unknown as Exports;
    this.#end = KEYS;
    [this.#bytes, this.#view] = this.#lookAtMemory();
  }

  /** Makes a key ready. It stays in memory until {@link GcmModule.wipe}. @param key 16 or 32 bytes, only read */
  addKey(key: Uint8Array): KeySlot {
    const slot = { address: this.#free.pop() ?? this.#grow(), rounds: key.length / 4 + 6 };
    const schedule = this.#expand(key, slot.rounds);
    for (let round = 0; round <= slot.rounds; round++) {
      const roundKey = schedule.subarray(round * BLOCK, (round + 1) * BLOCK);
      const address = slot.address + round * BATCH;
      for (let at = 0; at < BATCH; at += BLOCK) this.#bytes.set(roundKey, address + at);
      // The S-box circuit leaves its constant out; MixColumns and ShiftRows do not change one that all bytes have.
      if (round > 0) for (let at = 0; at < BATCH; at++) this.#bytes[address + at]! ^= 0x63;
      this.#exports.slice(address);
    }
    schedule.fill(0);
    this.#makeTables(slot);
    return slot;
  }

  /** Overwrites a key. Its slot must not be used again. */
  wipe({ address }: KeySlot): void {
    this.#bytes.fill(0, address, address + KEY_BYTES);
    this.#free.push(address);
  }

  /** The text in memory, to be filled before and read after; at most {@link MAX_TEXT} bytes. */
  text(length: number): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(TEXT, TEXT + length);
  }

  /** Encrypts the text where it is and writes the tag to `tag`. */
  seal(slot: KeySlot, nonce: Uint8Array, aad: Uint8Array, length: number, tag: Uint8Array): void {
    this.#applyKeystream(slot, nonce, length);
    this.#writeTag(slot, aad, length, tag);
  }

  /** Decrypts the text where it is. If the tag does not fit, the text is overwritten and the answer is false. */
  open(slot: KeySlot, nonce: Uint8Array, aad: Uint8Array, length: number, tag: Uint8Array): boolean {
    this.#hashText(slot, aad, length);
    this.#applyKeystream(slot, nonce, length);
    let difference = 0;
    for (let at = 0; at < BLOCK; at++) {
      difference |= this.#bytes[SUM + at]! ^ this.#bytes[MASK + at]! ^ tag[at]!;
    }
    if (difference !== 0) this.#bytes.fill(0, TEXT, TEXT + length);
    return difference === 0;
  }

  #writeTag(slot: KeySlot, aad: Uint8Array, length: number, tag: Uint8Array): void {
    this.#hashText(slot, aad, length);
    for (let at = 0; at < BLOCK; at++) tag[at] = this.#bytes[SUM + at]! ^ this.#bytes[MASK + at]!;
  }

  #applyKeystream({ address, rounds }: KeySlot, nonce: Uint8Array, length: number): void {
    const bytes = this.#bytes;
    bytes.set(nonce, COUNTER);
    this.#view.setUint32(COUNTER + nonce.length, 1, true);
    bytes.fill(0, MASK, TEXT);
    this.#exports.count(address, rounds - 1, COUNTER, MASK, Math.ceil((BLOCK + length) / BATCH));
  }

  #hashText(slot: KeySlot, aad: Uint8Array, length: number): void {
    const bytes = this.#bytes;
    bytes.fill(0, SUM, MASK);
    bytes.set(aad, AAD);
    this.#hashBlocks(slot, AAD, Math.ceil(aad.length / BLOCK));
    const padded = Math.ceil(length / BLOCK) * BLOCK;
    bytes.fill(0, TEXT + length, TEXT + padded + BLOCK);
    this.#view.setUint32(TEXT + padded + 4, aad.length * 8);
    this.#view.setUint32(TEXT + padded + 12, length * 8);
    this.#hashBlocks(slot, TEXT, padded / BLOCK + 1);
  }

  #hashBlocks(slot: KeySlot, from: number, blocks: number): void {
    const tables = tablesOf(slot);
    for (let done = 0; done < blocks;) {
      const batch = Math.min(POWERS, blocks - done);
      this.#exports.hash(SUM, tables + (POWERS - batch) * POWER_TABLES, from + done * BLOCK, batch);
      done += batch;
    }
  }

  /** FIPS 197 §5.2, with the S-box of the module. */
  #expand(key: Uint8Array, rounds: number): Uint8Array {
    const schedule = new Uint8Array((rounds + 1) * BLOCK);
    schedule.set(key);
    const word = new Uint8Array(4);
    let constant = 1;
    for (let at = key.length; at < schedule.length; at += 4) {
      word.set(schedule.subarray(at - 4, at));
      if (at % key.length === 0) {
        this.#substitute(word);
        word.set([word[1]! ^ constant, word[2]!, word[3]!, word[0]!]);
        constant = (constant << 1) ^ (constant >> 7 === 1 ? 0x11b : 0);
      } else if (key.length === 32 && at % 32 === 16) this.#substitute(word);
      for (let byte = 0; byte < 4; byte++) {
        schedule[at + byte] = schedule[at - key.length + byte]! ^ word[byte]!;
      }
    }
    word.fill(0);
    return schedule;
  }

  #substitute(word: Uint8Array): void {
    this.#bytes.set(word, TEXT);
    this.#exports.substitute(TEXT);
    for (let byte = 0; byte < word.length; byte++) word[byte] = this.#bytes[TEXT + byte]! ^ 0x63;
    this.#bytes.fill(0, TEXT, TEXT + BATCH);
  }

  /** Tables from the highest power of the hash key down to the hash key itself. */
  #makeTables(slot: KeySlot): void {
    const bytes = this.#bytes;
    // The hash key is the cipher of a block of zeros: that of counter 0 under a nonce of zeros.
    bytes.fill(0, COUNTER, COUNTER + BLOCK);
    bytes.fill(0, MASK, TEXT);
    this.#exports.count(slot.address, slot.rounds - 1, COUNTER, MASK, 1);
    const power = bytes.slice(MASK, TEXT);
    const first = tablesOf(slot) + (POWERS - 1) * POWER_TABLES;
    bytes.fill(0, AAD, AAD + BLOCK);
    for (let index = 0; ; index++) {
      fillTables(bytes, first - index * POWER_TABLES, power);
      if (index === POWERS - 1) break;
      bytes.set(power, SUM);
      this.#exports.hash(SUM, first, AAD, 1);
      power.set(bytes.subarray(SUM, SUM + BLOCK));
    }
    power.fill(0);
    bytes.fill(0, MASK, TEXT + BATCH);
  }

  #grow(): number {
    const address = this.#end;
    this.#end += KEY_BYTES;
    const missing = this.#end - this.#bytes.length;
    if (missing > 0) {
      this.#exports.memory.grow(Math.ceil(missing / PAGE));
      [this.#bytes, this.#view] = this.#lookAtMemory();
    }
    return address;
  }

  #lookAtMemory(): [Uint8Array<ArrayBuffer>, DataView<ArrayBuffer>] {
    const { buffer } = this.#exports.memory;
    return [new Uint8Array(buffer), new DataView(buffer)];
  }
}

function tablesOf({ address }: KeySlot): number {
  return address + 15 * BATCH;
}

/** All 16 multiples of a power by the polynomials of a nibble, byte by byte; then the same times x^4. */
function fillTables(bytes: Uint8Array, tables: number, power: Uint8Array): void {
  const multiple = new Uint8Array(power);
  for (let degree = 0; degree < 8; degree++) {
    // A nibble's highest bit stands for x^0.
    const bit = 8 >> (degree % 4);
    const half = tables + (degree < 4 ? 0 : BLOCK * BLOCK);
    for (let nibble = 0; nibble < 16; nibble++) {
      if ((nibble & bit) === 0) continue;
      for (let byte = 0; byte < BLOCK; byte++) bytes[half + byte * BLOCK + nibble]! ^= multiple[byte]!;
    }
    timesX(multiple);
  }
  multiple.fill(0);
}

/** SP 800-38D §6.3: one place up, and what falls out at x^127 comes back as x^128 = 1 + x + x^2 + x^7. */
function timesX(element: Uint8Array): void {
  let carry = 0;
  for (let byte = 0; byte < BLOCK; byte++) {
    const value = element[byte]!;
    element[byte] = (value >> 1) | (carry << 7);
    carry = value & 1;
  }
  element[0]! ^= 0xe1 & -carry;
}
