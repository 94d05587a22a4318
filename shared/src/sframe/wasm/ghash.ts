import { type Expression, FunctionBody, i32, type Local, v128 } from "./assembler.ts";

/*
 * GHASH (NIST SP 800-38D §6.4). A block times a power of the hash key is the sum of the products of its 32 nibbles,
 * and a nibble has 16 products: for each of a product's 16 bytes there is a table of 16 bytes, which is one vector,
 * and one swizzle looks all 16 bytes of the block up in it. Tables stand still in memory, nothing secret is an address.
 */
const BLOCK = 16;
/** Tables of one power: for the high nibbles and for the low ones, 16 vectors each. Bytes. */
export const POWER_TABLES = 2 * 16 * BLOCK;
/** Powers of the hash key that have tables: so many blocks share one reduction. */
export const POWERS = 8;

const NIBBLE = v128.const(Array<number>(BLOCK).fill(0x0f));
const ZERO = v128.const(Array<number>(BLOCK).fill(0));

/** Moves bytes up by so many places: times x^(8 × places), as a polynomial in this field's order of bits. */
function up(vector: Expression, places: number): Expression {
  return v128.shuffle(
    ZERO,
    vector,
    Array.from({ length: BLOCK }, (_, byte) => (byte < places ? 0 : BLOCK + byte - places)),
  );
}

/** What `up` pushes out at the end. */
function over(vector: Expression, places: number): Expression {
  return v128.shuffle(
    vector,
    ZERO,
    Array.from({ length: BLOCK }, (_, byte) => BLOCK - places + byte).map((from) => Math.min(from, BLOCK)),
  );
}

/** All 128 bits moved up by fewer than eight: within bytes to the right, out of one byte into the next. */
function upBits(vector: Local, bits: number): Expression {
  const mask = (value: number): Expression => v128.const(Array<number>(BLOCK).fill(value));
  const within = v128.and(v128.shiftRight64(vector.get, bits), mask(0xff >> bits));
  const carried = v128.and(v128.shiftLeft64(vector.get, 8 - bits), mask((0xff << (8 - bits)) & 0xff));
  return v128.or(within, up(carried, 1));
}

/**
 * `hash(sum, tables, text, blocks)`: the sum becomes (sum + block 1) × H^blocks + block 2 × H^(blocks-1) + … ;
 * at most {@link POWERS} blocks, for each of which there is a power's tables.
 */
export function hashFunction(): FunctionBody {
  const code = new FunctionBody(4);
  const [sum, tables, text, blocks] = [0, 1, 2, 3].map((n) => code.parameter(n)) as [
    Local,
    Local,
    Local,
    Local,
  ];
  const carried = code.vector(v128.load(sum.get));
  const products = Array.from({ length: BLOCK }, () => code.vector(ZERO));
  // The highest power of the batch comes first.
  const power = code.integer(tables.get);
  code.repeat(() => {
    const block = code.vector(v128.xor(carried.get, v128.load(text.get)));
    code.set(carried, ZERO);
    const high = code.vector(v128.and(v128.shiftRight64(block.get, 4), NIBBLE));
    const low = code.vector(v128.and(block.get, NIBBLE));
    products.forEach((product, byte) => {
      const fromHigh = v128.swizzle(v128.load(power.get, byte * BLOCK), high.get);
      const fromLow = v128.swizzle(v128.load(power.get, (BLOCK + byte) * BLOCK), low.get);
      code.set(product, v128.xor(v128.xor(product.get, fromHigh), fromLow));
    });
    code.set(power, i32.add(power.get, i32.const(POWER_TABLES)));
    code.set(text, i32.add(text.get, i32.const(BLOCK)));
    code.set(blocks, i32.add(blocks.get, i32.const(-1)));
    return blocks.get;
  });
  const pick = (part: (vector: Expression, places: number) => Expression, from: number): Expression =>
    products
      .slice(from)
      .map((product, index) => part(product.get, index + from))
      .reduce(v128.xor);
  // Of 255 bits, those above x^127 come back at x^0, x^1, x^2 and x^7; their 120 bits do not overflow again.
  const above = code.vector(pick(over, 1));
  const folded = v128.xor(
    v128.xor(above.get, upBits(above, 1)),
    v128.xor(upBits(above, 2), upBits(above, 7)),
  );
  code.store(sum.get, v128.xor(pick(up, 0), folded));
  return code;
}
