import { type Expression, FunctionBody, i32, type Local, type LookUp, v128 } from "./assembler.ts";

/*
 * GHASH (NIST SP 800-38D §6.4). A block times a power of the hash key is the sum of the products of its 32 nibbles,
 * and a nibble has 16 products: for each of a product's 16 bytes there is a table of 16 bytes, which is one vector,
 * and one swizzle looks all 16 bytes of the block up in it. Tables stand still in memory, nothing secret is an address.
 */
const BLOCK = 16;
/** Tables of one power: for the high nibbles and for the low ones, 16 vectors each. Bytes. */
export const POWER_TABLES = 2 * 16 * BLOCK;
/**
 * Powers of the hash key that have tables: so many blocks share one reduction. More would hardly save time, but fill
 * caches that a frame finds empty.
 */
export const POWERS = 4;

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
 * `hash(sum, tables, text, blocks)`: writes the sum of block 1 × H^blocks, block 2 × H^(blocks-1), and so on.
 * The tables go from H^{@link POWERS} down to H.
 */
export function hashFunction(lookUp: LookUp): FunctionBody {
  const code = new FunctionBody(4);
  const [sum, tables, text, blocks] = [0, 1, 2, 3].map((n) => code.parameter(n)) as [
    Local,
    Local,
    Local,
    Local,
  ];
  const carried = code.vector(ZERO);
  const products = Array.from({ length: BLOCK }, () => code.vector(ZERO));
  const [batch, left, power] = [
    code.integer(i32.const(0)),
    code.integer(i32.const(0)),
    code.integer(i32.const(0)),
  ];
  const next = (local: Local, step: number): void => {
    code.set(local, i32.add(local.get, i32.const(step)));
  };
  code.repeat(() => {
    code.set(batch, i32.smaller(blocks.get, i32.const(POWERS)));
    code.set(left, batch.get);
    const skipped = i32.subtract(i32.const(POWERS), batch.get);
    code.set(power, i32.add(tables.get, i32.shiftLeft(skipped, Math.log2(POWER_TABLES))));
    for (const product of products) code.set(product, ZERO);
    code.repeat(() => {
      const block = code.vector(v128.xor(carried.get, v128.load(text.get)));
      code.set(carried, ZERO);
      const high = code.vector(v128.and(v128.shiftRight64(block.get, 4), NIBBLE));
      const low = code.vector(v128.and(block.get, NIBBLE));
      products.forEach((product, byte) => {
        const fromHigh = lookUp(v128.load(power.get, byte * BLOCK), high.get);
        const fromLow = lookUp(v128.load(power.get, (BLOCK + byte) * BLOCK), low.get);
        code.set(product, v128.xor(v128.xor(product.get, fromHigh), fromLow));
      });
      next(power, POWER_TABLES);
      next(text, BLOCK);
      next(left, -1);
      return left.get;
    });
    code.set(carried, reduced(code, products));
    code.set(blocks, i32.subtract(blocks.get, batch.get));
    return blocks.get;
  });
  code.store(sum.get, carried.get);
  return code;
}

/** Of 255 bits, those above x^127 come back at x^0, x^1, x^2 and x^7; their 120 bits do not overflow again. */
function reduced(code: FunctionBody, products: readonly Local[]): Expression {
  const pick = (part: (vector: Expression, places: number) => Expression, from: number): Expression =>
    products
      .slice(from)
      .map((product, index) => part(product.get, index + from))
      .reduce(v128.xor);
  const above = code.vector(pick(over, 1));
  const folded = v128.xor(
    v128.xor(above.get, upBits(above, 1)),
    v128.xor(upBits(above, 2), upBits(above, 7)),
  );
  return v128.xor(pick(up, 0), folded);
}

/**
 * `finish(end, aadBits, textBits)`: clears a block from the end of the text on and writes the block with the lengths
 * (SP 800-38D §7.1, step 5) where the next whole block begins.
 */
export function finishFunction(): FunctionBody {
  const code = new FunctionBody(3);
  const [end, aadBits, textBits] = [0, 1, 2].map((n) => code.parameter(n)) as [Local, Local, Local];
  code.store(end.get, ZERO);
  const little = v128.replace32(v128.replace32(ZERO, 1, aadBits.get), 3, textBits.get);
  const bigEndian = Array.from({ length: BLOCK }, (_, byte) => (byte & ~3) + 3 - (byte & 3));
  const whole = i32.and(i32.add(end.get, i32.const(BLOCK - 1)), i32.const(-BLOCK));
  code.store(whole, v128.shuffle(little, ZERO, bigEndian));
  return code;
}
