import {
  BATCH,
  constants,
  CONSTANTS_ALIGNMENT,
  CONSTANTS_BYTES,
  countFunction,
  keyPlaces,
  representFunction,
  substituteFunction,
} from "./aes.ts";
import { assemble, type LookUp, relaxedSwizzle, swizzle } from "./assembler.ts";
import { openFunction, sealFunction } from "./gcm.ts";
import { finishFunction, hashFunction, POWER_TABLES, POWERS } from "./ghash.ts";
import { expandKey, fillTables } from "./keySetup.ts";

const PAGE = 65_536;
const BLOCK = 16;
const NONCE_LENGTH = 12;

/** Longest text that is encrypted here, bytes; longer ones gain nothing over WebCrypto. */
export const MAX_TEXT = 32_768;
/** Longest associated data, bytes. An SFrame header and a carrier's byte take 18 at most. */
export const MAX_AAD = 4 * BLOCK;
/** Longest that anything in front of a text can be, bytes: the header, and what a carrier wants in front of it. */
export const MAX_FRONT = 4 * BLOCK;
/** Round keys of AES-256, and the tables of the hash key. */
const SCHEDULE_BYTES = 15 * BLOCK;
const KEY_BYTES = SCHEDULE_BYTES + POWERS * POWER_TABLES;

/* Where things are in the module's memory. All are at whole blocks. */
/** The caller writes the nonce here, 12 bytes. */
export const NONCE = 0;
const SUM = NONCE + BLOCK;
const DIFFERENCE = SUM + BLOCK;
/** The caller writes the associated data here. What precedes it is read too, up to {@link MAX_AAD} bytes. */
export const AAD = DIFFERENCE + 2 * BLOCK;
/** In front of the text: the tag's mask when both are made, the associated data when both are hashed. */
export const TEXT = AAD + MAX_AAD + Math.max(MAX_AAD, MAX_FRONT);
/** A whole batch is written at the end of a text, and behind it goes the block with the lengths. */
const CONSTANTS = wholes(TEXT + MAX_TEXT + BATCH + 2 * BLOCK, CONSTANTS_ALIGNMENT);
/** At the beginning of a cache's line. */
const KEYS = wholes(CONSTANTS + CONSTANTS_BYTES, 4 * BLOCK);

function wholes(bytes: number, size: number): number {
  return Math.ceil(bytes / size) * size;
}

const LAYOUT = {
  ...{ counter: NONCE, sum: SUM, difference: DIFFERENCE },
  ...{ aad: AAD, aadBlocks: MAX_AAD / BLOCK, text: TEXT },
};

interface Exports {
  readonly memory: WebAssembly.Memory;
  represent(address: number): void;
  substitute(address: number): void;
  count(schedule: number, middleRounds: number, counter: number, text: number, batches: number): void;
  seal(schedule: number, middleRounds: number, tables: number, aadLength: number, length: number): void;
  open(schedule: number, middleRounds: number, tables: number, aadLength: number, length: number): void;
  hash(sum: number, tables: number, text: number, blocks: number): void;
}

/** Keys in the module's memory: where the round keys and the hash tables are. */
export interface KeySlot {
  readonly address: number;
  readonly rounds: number;
}

/**
 * One instance of the module: AES-GCM (NIST SP 800-38D) with 12-byte nonces. It works on one text at a time, in its
 * memory, which the caller fills and reads: a frame comes and goes often, and every array less counts.
 */
export class GcmModule {
  readonly #exports: Exports;
  readonly #free: number[] = [];
  #end: number;
  #memory: Uint8Array<ArrayBuffer>;

  /** Whether look-ups are one instruction of the processor. */
  readonly isRelaxed: boolean;

  /**
   * @param mayRelax whether relaxed instructions are used where they are known
   * @throws if the page's policy or the browser does not allow WebAssembly with vectors
   */
  constructor(mayRelax = true) {
    const relaxed = binary(relaxedSwizzle);
    this.isRelaxed = mayRelax && WebAssembly.validate(relaxed);
    const module = new WebAssembly.Module(this.isRelaxed ? relaxed : binary(swizzle));
    this.#exports = new WebAssembly.Instance(module).exports as unknown as Exports;
    this.#end = KEYS;
    this.#memory = new Uint8Array(this.#exports.memory.buffer);
    this.#memory.set(constants(), CONSTANTS);
  }

  /** The module's memory. It is another one after a key was added. */
  get memory(): Uint8Array<ArrayBuffer> {
    return this.#memory;
  }

  /** Makes a key ready. It stays in memory until {@link GcmModule.wipe}. @param key 16 or 32 bytes, only read */
  addKey(key: Uint8Array): KeySlot {
    const slot = { address: this.#free.pop() ?? this.#grow(), rounds: key.length / 4 + 6 };
    const memory = this.#memory;
    const schedule = expandKey(key, (word) => {
      memory.set(word, TEXT);
      this.#exports.substitute(TEXT);
      word.set(memory.subarray(TEXT, TEXT + word.length));
    });
    for (let round = 0; round <= slot.rounds; round++) {
      const address = slot.address + round * BLOCK;
      const isLast = round === slot.rounds;
      const places = keyPlaces(isLast ? 0 : round);
      // The tables leave the S-box's constant out; MixColumns and ShiftRows do not change one that all bytes have.
      const constant = round === 0 ? 0 : 0x63;
      places.forEach((from, at) => {
        memory[address + at] = schedule[round * BLOCK + from]! ^ constant;
      });
      if (!isLast) this.#exports.represent(address);
    }
    schedule.fill(0);
    this.#makeTables(slot);
    memory.fill(0, 0, TEXT + BATCH);
    return slot;
  }

  /** Overwrites a key. Its slot must not be used again. */
  wipe({ address }: KeySlot): void {
    this.#memory.fill(0, address, address + KEY_BYTES);
    this.#free.push(address);
  }

  /**
   * Encrypts the text at {@link TEXT} where it is and writes the tag behind it. The nonce is at {@link NONCE}.
   * @param aadLength of the associated data at {@link AAD}, at most {@link MAX_AAD} bytes
   * @param length of the text, at most {@link MAX_TEXT} bytes
   */
  seal({ address, rounds }: KeySlot, aadLength: number, length: number): void {
    this.#prepare(aadLength);
    this.#exports.seal(address, rounds - 1, address + SCHEDULE_BYTES, aadLength, length);
  }

  /**
   * Decrypts the text at {@link TEXT}, which the tag follows, where it is; nonce and associated data as for `seal`. If
   * the tag does not fit, the text is cleared and the answer is false.
   */
  open({ address, rounds }: KeySlot, aadLength: number, length: number): boolean {
    this.#prepare(aadLength);
    this.#exports.open(address, rounds - 1, address + SCHEDULE_BYTES, aadLength, length);
    const memory = this.#memory;
    const fits = memory[DIFFERENCE] === 0;
    if (!fits) memory.fill(0, TEXT, TEXT + length);
    return fits;
  }

  /** Makes the nonce the first counter block, and the associated data whole blocks. */
  #prepare(aadLength: number): void {
    const memory = this.#memory;
    memory[NONCE + NONCE_LENGTH] = 1;
    memory[NONCE + NONCE_LENGTH + 1] = 0;
    memory[NONCE + NONCE_LENGTH + 2] = 0;
    memory[NONCE + NONCE_LENGTH + 3] = 0;
    for (let at = aadLength; (at & 15) !== 0; at++) memory[AAD + at] = 0;
  }

  /** Tables from the highest power of the hash key down to the hash key itself. */
  #makeTables(slot: KeySlot): void {
    const memory = this.#memory;
    const first = slot.address + SCHEDULE_BYTES + (POWERS - 1) * POWER_TABLES;
    // The hash key is the cipher of a block of zeros: that of counter 0 under a nonce of zeros.
    memory.fill(0, NONCE, NONCE + BLOCK);
    this.#exports.count(slot.address, slot.rounds - 1, NONCE, TEXT, 1);
    const power = memory.slice(TEXT, TEXT + BLOCK);
    for (let index = 0; ; index++) {
      fillTables(memory, first - index * POWER_TABLES, power);
      if (index === POWERS - 1) break;
      memory.set(power, TEXT);
      // One block is multiplied by the power whose tables come last.
      this.#exports.hash(SUM, first - (POWERS - 1) * POWER_TABLES, TEXT, 1);
      power.set(memory.subarray(SUM, SUM + BLOCK));
    }
    power.fill(0);
  }

  #grow(): number {
    const address = this.#end;
    this.#end += KEY_BYTES;
    const missing = this.#end - this.#memory.length;
    if (missing > 0) {
      this.#exports.memory.grow(Math.ceil(missing / PAGE));
      this.#memory = new Uint8Array(this.#exports.memory.buffer);
    }
    return address;
  }
}

/** The module, with one instruction for look-ups or the other. */
function binary(lookUp: LookUp): Uint8Array<ArrayBuffer> {
  const parts = {
    count: countFunction(lookUp, CONSTANTS),
    finish: finishFunction(),
    hash: hashFunction(lookUp),
  };
  const places = { count: 0, finish: 1, hash: 2 };
  const functions = {
    ...parts,
    represent: representFunction(lookUp, CONSTANTS),
    substitute: substituteFunction(lookUp, CONSTANTS),
    seal: sealFunction(LAYOUT, places),
    open: openFunction(LAYOUT, places),
  };
  return assemble(functions, Math.ceil(KEYS / PAGE));
}
