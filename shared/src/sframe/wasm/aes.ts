import { type Expression, FunctionBody, i32, type Local, v128 } from "./assembler.ts";
import { subBytes } from "./subBytes.ts";

/*
 * AES (FIPS 197) on eight blocks at once, bit-sliced: of eight vectors, vector b holds bit b of all 128 bytes, byte p
 * of it those of byte p of the eight blocks. No instruction depends on data and no address on a secret, so neither
 * time nor cache tells of keys or frames.
 */
const BLOCK = 16;
const SLICES = 8;
/** Eight blocks, or one round key's eight slices, bytes. */
export const BATCH = BLOCK * SLICES;

const perByte = (value: number): Expression => v128.const(Array<number>(BLOCK).fill(value));
/** For every byte of the state, which byte moves there; state bytes are numbered down the columns (§3.4). */
const lanes = (from: (row: number, column: number) => [row: number, column: number]): number[] =>
  Array.from({ length: BLOCK }, (_, to) => {
    const [row, column] = from(to % 4, Math.floor(to / 4));
    return (row % 4) + 4 * (column % 4);
  });
const SHIFT_ROWS = lanes((row, column) => [row, column + row]);
const NEXT_ROW = lanes((row, column) => [row + 1, column]);
const ROW_AFTER_NEXT = lanes((row, column) => [row + 2, column]);

const move = ({ get }: Local, to: readonly number[]): Expression => v128.shuffle(get, get, to);

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError("no such slice");
  return item;
}

/** Between eight blocks and their slices, both ways: in every byte position, an 8 × 8 matrix of bits is transposed. */
function transpose(code: FunctionBody, vectors: readonly Local[]): void {
  for (const [distance, mask] of [
    [1, 0x55],
    [2, 0x33],
    [4, 0x0f],
  ] as const) {
    for (let low = 0; low < SLICES; low++) {
      if ((low & distance) !== 0) continue;
      const [a, b] = [at(vectors, low), at(vectors, low + distance)];
      const differing = v128.and(v128.xor(v128.shiftRight64(a.get, distance), b.get), perByte(mask));
      const swap = code.vector(differing);
      code.set(b, v128.xor(b.get, swap.get));
      code.set(a, v128.xor(a.get, v128.shiftLeft64(swap.get, distance)));
    }
  }
}

function loadBatch(code: FunctionBody, address: Expression): Local[] {
  return Array.from({ length: SLICES }, (_, index) => code.vector(v128.load(address, index * BLOCK)));
}

function storeBatch(code: FunctionBody, address: Expression, vectors: readonly Local[]): void {
  vectors.forEach((vector, index) => {
    code.store(address, vector.get, index * BLOCK);
  });
}

function addRoundKey(code: FunctionBody, state: readonly Local[], key: Local): void {
  state.forEach((slice, bit) => {
    code.set(slice, v128.xor(slice.get, v128.load(key.get, bit * BLOCK)));
  });
}

/** §5.1.3, on slices: doubling a byte moves its bits up by one, and the highest comes back in bits 0, 1, 3 and 4. */
function mixColumns(code: FunctionBody, state: readonly Local[], shifted: readonly Local[]): void {
  const next = shifted.map((slice) => code.vector(move(slice, NEXT_ROW)));
  const sums = shifted.map((slice, bit) => code.vector(v128.xor(slice.get, at(next, bit).get)));
  const highest = at(sums, 7).get;
  state.forEach((slice, bit) => {
    const rest = v128.xor(at(next, bit).get, move(at(sums, bit), ROW_AFTER_NEXT));
    const doubled = bit === 0 ? highest : at(sums, bit - 1).get;
    const mixed = v128.xor(rest, doubled);
    code.set(slice, bit === 1 || bit === 3 || bit === 4 ? v128.xor(mixed, highest) : mixed);
  });
}

/** `slice(address)`: eight blocks become their slices, or the other way round, where they are. */
export function sliceFunction(): FunctionBody {
  const code = new FunctionBody(1);
  const address = code.parameter(0).get;
  const vectors = loadBatch(code, address);
  transpose(code, vectors);
  storeBatch(code, address, vectors);
  return code;
}

/** `substitute(address)`: 128 bytes go through the S-box, without its constant, where they are. */
export function substituteFunction(): FunctionBody {
  const code = new FunctionBody(1);
  const address = code.parameter(0).get;
  const vectors = loadBatch(code, address);
  transpose(code, vectors);
  const substituted = subBytes(code, vectors);
  transpose(code, substituted);
  storeBatch(code, address, substituted);
  return code;
}

/**
 * `count(schedule, middleRounds, counter, text, batches)`: writes the first block of key stream to the text and adds
 * all others to what follows, 128 bytes a batch.
 *
 * The schedule is one batch of slices per round key; `counter` is the address of the first counter block, whose last
 * four bytes are little-endian.
 */
export function countFunction(): FunctionBody {
  const code = new FunctionBody(5);
  const [schedule, middleRounds, counter, text, batches] = [0, 1, 2, 3, 4].map((n) => code.parameter(n)) as [
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const first = code.vector(v128.load(counter.get));
  code.store(text.get, perByte(0));
  const key = code.integer(i32.const(0));
  const rounds = code.integer(i32.const(0));
  const state = Array.from({ length: SLICES }, () => code.vector(perByte(0)));
  const countBy = (value: number): Expression => v128.const([...Array<number>(12).fill(0), value, 0, 0, 0]);
  const bigEndian = [...Array.from({ length: 12 }, (_, index) => index), 15, 14, 13, 12];

  code.repeat(() => {
    state.forEach((block, index) => {
      const little = code.vector(v128.add32(first.get, countBy(index)));
      code.set(block, move(little, bigEndian));
    });
    transpose(code, state);
    code.set(key, schedule.get);
    addRoundKey(code, state, key);
    code.set(rounds, middleRounds.get);
    code.repeat(() => {
      const shifted = subBytes(code, state).map((slice) => code.vector(move(slice, SHIFT_ROWS)));
      mixColumns(code, state, shifted);
      code.set(key, i32.add(key.get, i32.const(BATCH)));
      addRoundKey(code, state, key);
      code.set(rounds, i32.add(rounds.get, i32.const(-1)));
      return rounds.get;
    });
    subBytes(code, state).forEach((slice, bit) => {
      code.set(at(state, bit), move(slice, SHIFT_ROWS));
    });
    code.set(key, i32.add(key.get, i32.const(BATCH)));
    addRoundKey(code, state, key);
    transpose(code, state);
    state.forEach((block, index) => {
      code.store(text.get, v128.xor(block.get, v128.load(text.get, index * BLOCK)), index * BLOCK);
    });
    code.set(first, v128.add32(first.get, countBy(SLICES)));
    code.set(text, i32.add(text.get, i32.const(BATCH)));
    code.set(batches, i32.add(batches.get, i32.const(-1)));
    return batches.get;
  });
  return code;
}
