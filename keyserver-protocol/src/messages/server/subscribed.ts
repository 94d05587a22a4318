import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { Epoch } from "@sotto/shared/ids";
import { readEpoch, readSequence, writeEpoch, writeSequence } from "../fields.ts";
import type { Sequence } from "../sequence.ts";

/** Answers `subscribe`, after the replayed entries: what comes next is live. */
export interface Subscribed {
  readonly type: "subscribed";
  readonly requestId: number;
  /** The group's epoch after the last replayed entry. */
  readonly epoch: Epoch;
  /** Sequence that the next entry will have. */
  readonly nextSequence: Sequence;
  /** Oldest entry still kept; equal to `nextSequence` while the log is empty. */
  readonly oldestSequence: Sequence;
}

export function encodeSubscribed(writer: ByteWriter, message: Subscribed): void {
  writeEpoch(writer, message.epoch);
  writeSequence(writer, message.nextSequence);
  writeSequence(writer, message.oldestSequence);
}

export function decodeSubscribed(reader: ByteReader, requestId: number): Subscribed {
  return {
    type: "subscribed",
    requestId,
    epoch: readEpoch(reader),
    nextSequence: readSequence(reader),
    oldestSequence: readSequence(reader),
  };
}
