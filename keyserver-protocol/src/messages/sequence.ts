import { CodecError } from "@sotto/shared/codec";

declare const sequenceBrand: unique symbol;

/**
 * Place of an entry in its group's log. Places follow one another without gaps. The first is above every place of
 * an earlier log of the same group, so that a reader of a log that was lost notices. 0 is no place in the log:
 * knocks, which are pushed but not logged, carry it.
 */
export type Sequence = number & { readonly [sequenceBrand]: "Sequence" };

/** Brands a number as a sequence. Throws CodecError "codec/invalid" unless it is a non-negative safe integer. */
export function toSequence(value: number): Sequence {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new CodecError("codec/invalid", "a sequence is a non-negative integer");
  return value as Sequence;
}
