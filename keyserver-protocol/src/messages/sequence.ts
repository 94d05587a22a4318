import { CodecError } from "@sotto/shared/codec";

declare const sequenceBrand: unique symbol;

/**
 * Place of an entry in its group's log: 1 for the first, then without gaps. 0 is no place in the log; knocks,
 * which are pushed but not logged, carry it.
 */
export type Sequence = number & { readonly [sequenceBrand]: "Sequence" };

/** Brands a number as a sequence. Throws CodecError "codec/invalid" unless it is a non-negative safe integer. */
export function toSequence(value: number): Sequence {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new CodecError("codec/invalid", "a sequence is a non-negative integer");
  return value as Sequence;
}
