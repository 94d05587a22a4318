import { type Expression, FunctionBody, i32, type Local, type LookUp, v128 } from "./assembler.ts";
import { nibbleTables } from "./field.ts";

/*
 * AES (FIPS 197) by look-ups in registers: M. Hamburg, "Accelerating AES with Vector Permute Instructions", 2009. A swizzle
 * looks 16 nibbles up in a table of 16 bytes at once, and the field of 256 elements is made of that of 16. No branch
 * depends on data and no address on a secret, so neither time nor cache tells of keys or frames; and code, tables and
 * round keys are small, so that a frame that finds caches empty waits little.
 *
 * Between rounds, blocks stand as nibbles and with their ShiftRows left out: those of round r are the rotations that
 * its MixColumns mixes with, which come back after four rounds, and what is left of them is done at the end.
 */
const BLOCK = 16;
/** Blocks that are worked on side by side: what one waits for, others fill. */
export const SIDE_BY_SIDE = 3;
/** Bytes of as many. */
export const BATCH = BLOCK * SIDE_BY_SIDE;

const { shifted, rotations } = permutations();
const tables = Object.entries(nibbleTables()) as [keyof ReturnType<typeof nibbleTables>, readonly number[]][];

/** Bytes of the constants that the functions read from memory, after which round they repeat, and where each is. */
const ROTATIONS_OF_ROUND = 2 * BLOCK;
const ROUNDS_UNTIL_SAME = 4;
const ALL_ROTATIONS = ROUNDS_UNTIL_SAME * ROTATIONS_OF_ROUND;
const offsets = new Map(tables.map(([name], index) => [name, ALL_ROTATIONS + index * BLOCK]));
const SHIFT_TWICE = ALL_ROTATIONS + tables.length * BLOCK;
export const CONSTANTS_BYTES = SHIFT_TWICE + BLOCK;

/** The constants, to be put at an address that is a multiple of {@link CONSTANTS_ALIGNMENT}. */
export const CONSTANTS_ALIGNMENT = ALL_ROTATIONS;
export function constants(): Uint8Array {
  return Uint8Array.from([...rotations.flat(), ...tables.flatMap(([, table]) => table), ...shifted(2)]);
}

/** Where each byte of a round key comes from that is added after so many rounds, all but the last. */
export function keyPlaces(rounds: number): readonly number[] {
  return shifted(-rounds);
}

type Tables = Readonly<Record<keyof ReturnType<typeof nibbleTables>, Expression>>;

/** What the code of all functions here needs. */
interface Setting {
  readonly code: FunctionBody;
  readonly lookUp: LookUp;
  readonly tables: Tables;
  readonly nibble: Expression;
}

function setting(code: FunctionBody, lookUp: LookUp, constantsAt: number): Setting {
  const load = (name: keyof Tables) => v128.load(i32.const(constantsAt), offsets.get(name));
  const entries = tables.map(([name]) => [name, load(name)] as const);
  return { code, lookUp, tables: Object.fromEntries(entries) as Tables, nibble: perByte(0x0f) };
}

function perByte(value: number): Expression {
  return v128.const(Array<number>(BLOCK).fill(value));
}

/** The nibbles of each byte. */
function split({ code, nibble }: Setting, block: Expression): { readonly high: Local; readonly low: Local } {
  const whole = code.vector(block);
  return {
    high: code.vector(v128.and(v128.shiftRight64(whole.get, 4), nibble)),
    low: code.vector(v128.and(whole.get, nibble)),
  };
}

/** From AES to nibbles. */
function toNibbles(set: Setting, block: Expression): Expression {
  const { high, low } = split(set, block);
  const { fromHigh, fromLow } = set.tables;
  return v128.xor(set.lookUp(fromHigh, high.get), set.lookUp(fromLow, low.get));
}

/** The S-box's inversion, of blocks of nibbles: what is to be looked up in the tables of its results. */
function invert(set: Setting, blocks: readonly Local[]): { readonly left: Local; readonly right: Local }[] {
  const { code, lookUp } = set;
  const { inverse, ratio } = set.tables;
  const inverted = (value: Expression): Expression => lookUp(inverse, value);
  return blocks.map((block) => {
    const { high, low } = split(set, block.get);
    const sum = code.vector(v128.xor(high.get, low.get));
    const quotient = code.vector(lookUp(ratio, low.get));
    const side = (own: Local, other: Local): Local =>
      code.vector(v128.xor(inverted(v128.xor(inverted(own.get), quotient.get)), other.get));
    return { left: side(high, sum), right: side(sum, high) };
  });
}

/** `substitute(address)`: 16 bytes go through the S-box, without its constant, where they are. */
export function substituteFunction(lookUp: LookUp, constantsAt: number): FunctionBody {
  const code = new FunctionBody(1);
  const address = code.parameter(0).get;
  const set = setting(code, lookUp, constantsAt);
  const { leftOut, rightOut } = set.tables;
  for (const { left, right } of invert(set, [code.vector(toNibbles(set, v128.load(address)))])) {
    code.store(address, v128.xor(lookUp(leftOut, left.get), lookUp(rightOut, right.get)));
  }
  return code;
}

/** `represent(address)`: 16 bytes become nibbles, where they are. */
export function representFunction(lookUp: LookUp, constantsAt: number): FunctionBody {
  const code = new FunctionBody(1);
  const address = code.parameter(0).get;
  code.store(address, toNibbles(setting(code, lookUp, constantsAt), v128.load(address)));
  return code;
}

/**
 * `count(schedule, middleRounds, counter, text, batches)`: writes the first block of key stream to the text and adds
 * all others to what follows, {@link BATCH} bytes a batch.
 *
 * The schedule is one block per round key, all but the last as nibbles and placed by {@link keyPlaces}; `counter` is the address of the first counter
 * block, whose last four bytes are little-endian.
 */
export function countFunction(lookUp: LookUp, constantsAt: number): FunctionBody {
  const code = new FunctionBody(5);
  const [schedule, middleRounds, counter, text, batches] = [0, 1, 2, 3, 4].map((n) => code.parameter(n)) as [
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const set = setting(code, lookUp, constantsAt);
  const first = code.vector(v128.load(counter.get));
  code.store(text.get, perByte(0));
  const [key, rounds, rotation] = [0, 0, 0].map((zero) => code.integer(i32.const(zero))) as [
    Local,
    Local,
    Local,
  ];
  const blocks = Array.from({ length: SIDE_BY_SIDE }, () => code.vector(perByte(0)));
  const countBy = (value: number): Expression => v128.const([...Array<number>(12).fill(0), value, 0, 0, 0]);
  const bigEndian = [...Array.from({ length: 12 }, (_, index) => index), 15, 14, 13, 12];

  code.repeat(() => {
    blocks.forEach((block, index) => {
      const little = code.vector(v128.add32(first.get, countBy(index)));
      const counted = v128.shuffle(little.get, little.get, bigEndian);
      code.set(block, v128.xor(toNibbles(set, counted), v128.load(schedule.get)));
    });
    code.set(key, schedule.get);
    code.set(rounds, middleRounds.get);
    code.set(rotation, i32.const(ROTATIONS_OF_ROUND));
    code.repeat(() => {
      code.set(key, i32.add(key.get, i32.const(BLOCK)));
      mixRound(set, blocks, key, i32.add(rotation.get, i32.const(constantsAt)));
      const next = i32.add(rotation.get, i32.const(ROTATIONS_OF_ROUND));
      code.set(rotation, i32.and(next, i32.const(ALL_ROTATIONS - 1)));
      code.set(rounds, i32.add(rounds.get, i32.const(-1)));
      return rounds.get;
    });
    const { leftOut, rightOut } = set.tables;
    invert(set, blocks).forEach(({ left, right }, index) => {
      const out = v128.xor(lookUp(leftOut, left.get), lookUp(rightOut, right.get));
      // Ten rounds or fourteen: two of their ShiftRows are left.
      const inPlace = lookUp(out, v128.load(i32.const(constantsAt), SHIFT_TWICE));
      const stream = v128.xor(inPlace, v128.load(key.get, BLOCK));
      code.store(text.get, v128.xor(stream, v128.load(text.get, index * BLOCK)), index * BLOCK);
    });
    code.set(first, v128.add32(first.get, countBy(SIDE_BY_SIDE)));
    code.set(text, i32.add(text.get, i32.const(BATCH)));
    code.set(batches, i32.add(batches.get, i32.const(-1)));
    return batches.get;
  });
  return code;
}

/** SubBytes, MixColumns (§5.1.3) and the round key. `rotation` is where this round's rotations are. */
function mixRound(set: Setting, blocks: readonly Local[], key: Local, rotation: Expression): void {
  const { code, lookUp } = set;
  const { left: once, right: onceToo, leftTwice, rightTwice } = set.tables;
  const [next, last] = [code.vector(v128.load(rotation)), code.vector(v128.load(rotation, BLOCK))];
  const roundKey = code.vector(v128.load(key.get));
  const sides = invert(set, blocks);
  blocks.forEach((block, index) => {
    const { left, right } = sides[index]!;
    const single = code.vector(v128.xor(lookUp(once, left.get), lookUp(onceToo, right.get)));
    const double = v128.xor(lookUp(leftTwice, left.get), lookUp(rightTwice, right.get));
    // 2·b0 + 3·b1 + b2 + b3: what 2·b + b of the next row is, is the rest of it there.
    const begun = code.vector(v128.xor(double, lookUp(single.get, next.get)));
    const rest = v128.xor(lookUp(single.get, last.get), lookUp(begun.get, next.get));
    code.set(block, v128.xor(v128.xor(begun.get, rest), roundKey.get));
  });
}

/** Where bytes move; state bytes are numbered down the columns (§3.4). */
function permutations() {
  const bytes = Array.from({ length: BLOCK }, (_, to) => to);
  const lanes = (from: (row: number, column: number) => readonly [row: number, column: number]): number[] =>
    bytes.map((to) => {
      const [row, column] = from(to % 4, Math.floor(to / 4));
      return (row & 3) + 4 * (column & 3);
    });
  /** ShiftRows as often as said; or back, for less than none. */
  const shiftedBy = (times: number): number[] => lanes((row, column) => [row, column + row * times]);
  /** Rows further on, in a state that has so many ShiftRows left out. */
  const rowsOn = (rows: number, leftOut: number): number[] =>
    shiftedBy(-leftOut).map((at) => shiftedBy(leftOut)[lanes((row, column) => [row + rows, column])[at]!]!);
  return {
    shifted: shiftedBy,
    rotations: [0, 1, 2, 3].map((leftOut) => [...rowsOn(1, leftOut), ...rowsOn(3, leftOut)]),
  };
}
