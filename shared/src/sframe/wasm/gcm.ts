import { BATCH } from "./aes.ts";
import { type Expression, FunctionBody, i32, type Local, v128 } from "./assembler.ts";

/*
 * GCM (NIST SP 800-38D §7) around AES and GHASH, in one function for each direction: to come in from outside costs as
 * much as the work on a short frame.
 */
const BLOCK = 16;
const ZERO = v128.const(Array<number>(BLOCK).fill(0));

/** Where things are in the module's memory; all at whole blocks. */
export interface Layout {
  /** The first counter block, its last four bytes little-endian. */
  readonly counter: number;
  readonly sum: number;
  /** Four bytes that are zero after `open` if the tag fits, and not if it does not. */
  readonly difference: number;
  /** The associated data, and zeros up to a whole block. */
  readonly aad: number;
  readonly aadBlocks: number;
  /** Where the text begins. In front of it, as much as the associated data may have is overwritten. */
  readonly text: number;
}

/** The places of the parts among the module's functions. */
export interface Parts {
  readonly count: number;
  readonly finish: number;
  readonly hash: number;
}

/** Both functions are `(schedule, middleRounds, tables, aadLength, length)`, lengths in bytes. */
function begin(): { code: FunctionBody; parameters: [Local, Local, Local, Local, Local] } {
  const code = new FunctionBody(5);
  const parameter = (index: number): Local => code.parameter(index);
  return { code, parameters: [parameter(0), parameter(1), parameter(2), parameter(3), parameter(4)] };
}

type Begun = ReturnType<typeof begin>;

const blocksOf = (bytes: Expression): Expression =>
  i32.shiftRight(i32.add(bytes, i32.const(BLOCK - 1)), Math.log2(BLOCK));

/** Adds the key stream to the text. @returns its first block, which is the tag's mask */
function applyKeystream({ code, parameters }: Begun, { counter, text }: Layout, { count }: Parts): Local {
  const [schedule, middleRounds, , , length] = parameters;
  const bytes = i32.add(length.get, i32.const(BLOCK + BATCH - 1));
  const batches = i32.divide(bytes, i32.const(BATCH));
  const mask = i32.const(text - BLOCK);
  code.call(count, schedule.get, middleRounds.get, i32.const(counter), mask, batches);
  return code.vector(v128.load(mask));
}

/** Hashes the associated data, the text and both lengths. @returns the sum */
function hashText({ code, parameters }: Begun, layout: Layout, { finish, hash }: Parts): Expression {
  const [, , tables, aadLength, length] = parameters;
  const text = i32.const(layout.text);
  const aadBlocks = code.integer(blocksOf(aadLength.get));
  const aadBytes = code.integer(i32.shiftLeft(aadBlocks.get, Math.log2(BLOCK)));
  // From the last block backwards, always as many as there may be: what comes before the first of them is not hashed.
  const aadEnd = code.integer(i32.add(i32.const(layout.aad - layout.aadBlocks * BLOCK), aadBytes.get));
  for (let block = layout.aadBlocks - 1; block >= 0; block--) {
    const to = i32.const(layout.text - layout.aadBlocks * BLOCK);
    code.store(to, v128.load(aadEnd.get, block * BLOCK), block * BLOCK);
  }
  const bits = (bytes: Expression): Expression => i32.shiftLeft(bytes, 3);
  code.call(finish, i32.add(text, length.get), bits(aadLength.get), bits(length.get));
  const blocks = i32.add(i32.add(aadBlocks.get, blocksOf(length.get)), i32.const(1));
  code.call(hash, i32.const(layout.sum), tables.get, i32.subtract(text, aadBytes.get), blocks);
  return v128.load(i32.const(layout.sum));
}

/** `seal`: encrypts the text where it is and writes the tag behind it. */
export function sealFunction(layout: Layout, parts: Parts): FunctionBody {
  const begun = begin();
  const { code, parameters } = begun;
  const [, , , , length] = parameters;
  const mask = applyKeystream(begun, layout, parts);
  const sum = hashText(begun, layout, parts);
  code.store(i32.add(i32.const(layout.text), length.get), v128.xor(sum, mask.get));
  return code;
}

/** `open`: decrypts the text, which the tag follows, where it is, and says at `difference` whether the tag fits. */
export function openFunction(layout: Layout, parts: Parts): FunctionBody {
  const begun = begin();
  const { code, parameters } = begun;
  const [, , , , length] = parameters;
  const tag = code.vector(v128.load(i32.add(i32.const(layout.text), length.get)));
  const sum = code.vector(hashText(begun, layout, parts));
  const mask = applyKeystream(begun, layout, parts);
  const difference = code.vector(v128.xor(v128.xor(sum.get, mask.get), tag.get));
  code.store(i32.const(layout.difference), v128.replace32(ZERO, 0, v128.anyBit(difference.get)));
  return code;
}
