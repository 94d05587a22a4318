/*
 * AES bytes over the field of 16 elements: what a nibble can be looked up for. A byte x of AES (FIPS 197 §4) is
 * i·u + j·v, where i and j are of the subfield of 16 elements, and u and v are each other's conjugate, of norm 1. Its norm is
 * N = i² + a·i·j + j², where a is the square of u + v. As it stands in a register it is the nibbles i and k = i + j.
 * Nothing here is secret: these are tables, made once.
 */

const SIZE = 16;
/** Stands for what nothing times zero gives: a look-up of it, and of it plus a nibble, gives zero. */
const INFINITE = 0x80;

/** Product of two bytes of AES, modulo x^8 + x^4 + x^3 + x + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ (product & 0x80 ? 0x11b : 0);
    if ((b >> bit) & 1) product ^= a;
  }
  return product;
}

function power(base: number, exponent: number): number {
  let product = 1;
  for (let count = 0; count < exponent; count++) product = times(product, base);
  return product;
}

const inverse = (a: number): number => power(a, 254);

/** The S-box's linear part (§5.1.1). */
function spread(byte: number): number {
  let sum = 0;
  for (const places of [0, 1, 2, 3, 4]) sum ^= (byte << places) | (byte >> (8 - places));
  return sum & 0xff;
}

/** The subfield's elements by nibble: sums of powers of one that generates it. */
function subfield(): number[] {
  for (let x = 2; ; x++) {
    const root = power(x, 17);
    const powers = [1, root, power(root, 2), power(root, 3)];
    const elements = Array.from({ length: SIZE }, (_, nibble) =>
      powers.reduce((sum, value, bit) => sum ^ ((nibble >> bit) & 1 ? value : 0), 0),
    );
    if (new Set(elements).size === SIZE) return elements;
  }
}

/** Tables of 16 bytes each, for look-ups by nibble. */
export interface NibbleTables {
  /** From AES to nibbles: by the low nibble and by the high one, to be added. */
  readonly fromLow: readonly number[];
  readonly fromHigh: readonly number[];
  readonly inverse: readonly number[];
  /** a divided by the nibble. */
  readonly ratio: readonly number[];
  /** The S-box without its constant, as nibbles; what both sides find is to be added. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** The same, doubled. */
  readonly leftTwice: readonly number[];
  readonly rightTwice: readonly number[];
  /** The same, not doubled, as AES has it. */
  readonly leftOut: readonly number[];
  readonly rightOut: readonly number[];
}

export function nibbleTables(): NibbleTables {
  const elements = subfield();
  const nibbleOf = (element: number): number => elements.indexOf(element);
  let u = 2;
  while (nibbleOf(u) !== -1 || power(u, 17) !== 1) u++;
  const v = power(u, SIZE);
  const a = power(u ^ v, 2);

  const nibbles = new Map<number, number>();
  for (let i = 0; i < SIZE; i++) {
    for (let j = 0; j < SIZE; j++) {
      nibbles.set(times(elements[i]!, u) ^ times(elements[j]!, v), (i << 4) | (i ^ j));
    }
  }
  const toNibbles = (byte: number): number => nibbles.get(byte)!;

  const table = (entry: (nibble: number) => number): number[] =>
    Array.from({ length: SIZE }, (_, at) => entry(at));
  const divided = (by: number, value: number): number =>
    by === 0 ? INFINITE : nibbleOf(times(value, inverse(elements[by]!)));
  /*
   * The rounds compute N/(k + a·i) and N/(k + a·j). What they are divided by is, over N, a sum of the coordinates of 1/x
   * with coefficients 1 and 1 + a; turned around, each gives its part of 1/x.
   */
  const part = (own: number, other: number) => (nibble: number) => {
    const reciprocal = nibble === 0 ? 0 : inverse(elements[nibble]!);
    const scaled = times(reciprocal, inverse(power(a, 2)));
    return spread(times(scaled, own ^ times(1 ^ a, other)));
  };
  const [left, right] = [part(u, v), part(v, u)];
  return {
    fromLow: table((nibble) => toNibbles(nibble)),
    fromHigh: table((nibble) => toNibbles(nibble << 4)),
    inverse: table((nibble) => divided(nibble, 1)),
    ratio: table((nibble) => divided(nibble, a)),
    left: table((nibble) => toNibbles(left(nibble))),
    right: table((nibble) => toNibbles(right(nibble))),
    leftTwice: table((nibble) => toNibbles(times(left(nibble), 2))),
    rightTwice: table((nibble) => toNibbles(times(right(nibble), 2))),
    leftOut: table(left),
    rightOut: table(right),
  };
}
