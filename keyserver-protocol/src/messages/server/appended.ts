import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { Epoch } from "@sotto/shared/ids";
import { readEpoch, readSequence, writeEpoch, writeSequence } from "../fields.ts";
import type { Sequence } from "../sequence.ts";

/** Answers an `append` that was taken. */
export interface Appended {
  readonly type: "appended";
  readonly requestId: number;
  /** The group's epoch now: one more than the commit was made in. */
  readonly epoch: Epoch;
  /** The commit's place in the log. */
  readonly sequence: Sequence;
}

export function encodeAppended(writer: ByteWriter, message: Appended): void {
  writeEpoch(writer, message.epoch);
  writeSequence(writer, message.sequence);
}

export function decodeAppended(reader: ByteReader, requestId: number): Appended {
  return { type: "appended", requestId, epoch: readEpoch(reader), sequence: readSequence(reader) };
}
