/** What is made of a key once, in plain code: nothing depends on a secret here either, neither branch nor address. */

const BLOCK = 16;

/**
 * FIPS 197 §5.2: the round keys, one after the other.
 * @param key 16 or 32 bytes, only read
 * @param substitute sends four bytes through the S-box, without the constant 0x63
 */
export function expandKey(key: Uint8Array, substitute: (word: Uint8Array) => void): Uint8Array {
  const schedule = new Uint8Array((key.length / 4 + 7) * BLOCK);
  schedule.set(key);
  const word = new Uint8Array(4);
  let constant = 1;
  for (let at = key.length; at < schedule.length; at += 4) {
    word.set(schedule.subarray(at - 4, at));
    const isFirst = at % key.length === 0;
    if (isFirst || (key.length === 32 && at % 32 === BLOCK)) {
      substitute(word);
      for (let byte = 0; byte < 4; byte++) word[byte]! ^= 0x63;
    }
    if (isFirst) {
      word.set([word[1]! ^ constant, word[2]!, word[3]!, word[0]!]);
      constant = (constant << 1) ^ (constant >> 7 === 1 ? 0x11b : 0);
    }
    for (let byte = 0; byte < 4; byte++) {
      schedule[at + byte] = schedule[at - key.length + byte]! ^ word[byte]!;
    }
  }
  word.fill(0);
  return schedule;
}

/**
 * A power's tables: all 16 multiples of it by the polynomials of a nibble, byte by byte; then the same times x^4.
 * @param memory where they go, from `tables` on
 */
export function fillTables(memory: Uint8Array, tables: number, power: Uint8Array): void {
  memory.fill(0, tables, tables + 2 * BLOCK * BLOCK);
  const multiple = new Uint8Array(power);
  for (let degree = 0; degree < 8; degree++) {
    // A nibble's highest bit stands for x^0.
    const bit = 8 >> (degree % 4);
    const half = tables + (degree < 4 ? 0 : BLOCK * BLOCK);
    for (let nibble = 0; nibble < 16; nibble++) {
      if ((nibble & bit) === 0) continue;
      for (let byte = 0; byte < BLOCK; byte++) memory[half + byte * BLOCK + nibble]! ^= multiple[byte]!;
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
