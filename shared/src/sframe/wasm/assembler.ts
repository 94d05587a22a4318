/**
 * Just enough of a WebAssembly assembler (core specification 2.0, §5) to write ciphers down as expressions. Modules
 * are made when they are loaded: there is no binary in the repository, and no compiler to trust or to install.
 */

/** Instructions that leave one value on the stack. */
export type Expression = readonly number[];

const I32 = 0x7f;
const V128 = 0x7b;
const EMPTY_BLOCK = 0x40;

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}

function simd(opcode: number): number[] {
  return [0xfd, ...unsigned(opcode)];
}

const binary =
  (instruction: readonly number[]) =>
  (a: Expression, b: Expression): Expression => [...a, ...b, ...instruction];

/** 32-bit integers. */
export const i32 = {
  const: (value: number): Expression => [0x41, ...signed(value)],
  add: binary([0x6a]),
  subtract: binary([0x6b]),
  and: binary([0x71]),
  /** Of numbers without sign, rounded down. */
  divide: binary([0x6e]),
  shiftLeft: (a: Expression, count: number): Expression => [...a, ...i32.const(count), 0x74],
  /** Of a number without sign. */
  shiftRight: (a: Expression, count: number): Expression => [...a, ...i32.const(count), 0x76],
  /** Of two numbers without sign, the smaller. */
  smaller: (a: Expression, b: Expression): Expression => [...a, ...b, ...a, ...b, 0x49, 0x1b],
};

/** Vectors of 128 bits. Memory is read and written without demands on alignment. */
export const v128 = {
  load: (address: Expression, offset = 0): Expression => [...address, ...simd(0x00), 0, ...unsigned(offset)],
  const: (bytes: readonly number[]): Expression => [...simd(0x0c), ...bytes],
  /** Byte i of the result is byte `lanes[i]` of a followed by b. */
  shuffle: (a: Expression, b: Expression, lanes: readonly number[]): Expression => [
    ...a,
    ...b,
    ...simd(0x0d),
    ...lanes,
  ],
  and: binary(simd(0x4e)),
  or: binary(simd(0x50)),
  xor: binary(simd(0x51)),
  /** Two 64-bit shifts by the same count. */
  shiftLeft64: (a: Expression, count: number): Expression => [...a, ...i32.const(count), ...simd(0xcb)],
  shiftRight64: (a: Expression, count: number): Expression => [...a, ...i32.const(count), ...simd(0xcd)],
  /** One of four 32-bit lanes replaced. */
  replace32: (a: Expression, lane: number, value: Expression): Expression => [
    ...a,
    ...value,
    ...simd(0x1c),
    lane,
  ],
  /** Four 32-bit sums. */
  add32: binary(simd(0xae)),
  /** 1 if any bit is set, 0 if none is; without a branch. */
  anyBit: (a: Expression): Expression => [...a, ...simd(0x53)],
};

/**
 * A table look-up in a register, which no cache can tell of: byte i of the result is byte `indices[i]` of the table, and zero
 * where that is 128 or more. Not to be asked for what lies between 16 and 127.
 */
export type LookUp = (table: Expression, indices: Expression) => Expression;

/** `i8x16.swizzle`, and `i8x16.relaxed_swizzle` of the relaxed instructions, which is one instruction of the processor. */
export const swizzle: LookUp = binary(simd(0x0e));
export const relaxedSwizzle: LookUp = binary(simd(0x100));

/** A variable: an expression that reads it, and what `set` needs to know. */
export interface Local {
  readonly get: Expression;
  readonly index: number;
}

/** One function in the making. It takes 32-bit integers and returns nothing. */
export class FunctionBody {
  readonly #code: number[] = [];
  readonly #types: number[] = [];
  readonly #parameterCount: number;

  constructor(parameterCount: number) {
    this.#parameterCount = parameterCount;
  }

  /** The parameter with this number. */
  parameter(index: number): Local {
    return { get: [0x20, ...unsigned(index)], index };
  }

  /** A new vector variable with a first value. */
  vector(value: Expression): Local {
    return this.#local(V128, value);
  }

  /** A new integer variable with a first value. */
  integer(value: Expression): Local {
    return this.#local(I32, value);
  }

  set({ index }: Local, value: Expression): void {
    this.#code.push(...value, 0x21, ...unsigned(index));
  }

  /** Writes a vector to memory. */
  store(address: Expression, value: Expression, offset = 0): void {
    this.#code.push(...address, ...value, ...simd(0x0b), 0, ...unsigned(offset));
  }

  /** Calls the function that has this place among those of the module. */
  call(place: number, ...values: readonly Expression[]): void {
    this.#code.push(...values.flat(), 0x10, ...unsigned(place));
  }

  /** Runs at least once, and again while the condition that it gives is not zero. */
  repeat(body: () => Expression): void {
    this.#code.push(0x03, EMPTY_BLOCK);
    const again = body();
    this.#code.push(...again, 0x0d, 0, 0x0b);
  }

  /** The encoded body (§5.4.10). */
  encode(): number[] {
    const locals = this.#types.flatMap((type) => [1, type]);
    return sized([...unsigned(this.#types.length), ...locals, ...this.#code, 0x0b]);
  }

  get parameterCount(): number {
    return this.#parameterCount;
  }

  #local(type: number, value: Expression): Local {
    const index = this.#parameterCount + this.#types.length;
    this.#types.push(type);
    const local = { get: [0x20, ...unsigned(index)], index };
    this.set(local, value);
    return local;
  }
}

/** A module with one memory, exported as `memory`, and functions exported by their names. */
export function assemble(
  functions: Readonly<Record<string, FunctionBody>>,
  pages: number,
): Uint8Array<ArrayBuffer> {
  const named = Object.entries(functions);
  const section = (id: number, items: readonly (readonly number[])[]): number[] => [
    id,
    ...sized([...unsigned(items.length), ...items.flat()]),
  ];
  const name = (text: string): number[] => sized([...new TextEncoder().encode(text)]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      named.map(([, { parameterCount }]) => [
        0x60,
        ...unsigned(parameterCount),
        ...Array<number>(parameterCount).fill(I32),
        0,
      ]),
    ),
    ...section(
      3,
      named.map((_, index) => unsigned(index)),
    ),
    ...section(5, [[0, ...unsigned(pages)]]),
    ...section(7, [
      [...name("memory"), 2, 0],
      ...named.map(([text], index) => [...name(text), 0, ...unsigned(index)]),
    ]),
    ...section(
      10,
      named.map(([, body]) => body.encode()),
    ),
  ]);
}

function sized(bytes: readonly number[]): number[] {
  return [...unsigned(bytes.length), ...bytes];
}
