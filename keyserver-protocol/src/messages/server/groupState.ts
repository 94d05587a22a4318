import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { Epoch } from "@sotto/shared/ids";
import { readBoolean, readEpoch, readSequence, writeBoolean, writeEpoch, writeSequence } from "../fields.ts";
import type { Sequence } from "../sequence.ts";

/** Answers `createGroup`: the group as it stands now, made by this request or before. */
export interface GroupState {
  readonly type: "groupState";
  readonly requestId: number;
  readonly epoch: Epoch;
  readonly nextSequence: Sequence;
  /** Whether this request made the group. */
  readonly created: boolean;
}

export function encodeGroupState(writer: ByteWriter, message: GroupState): void {
  writeEpoch(writer, message.epoch);
  writeSequence(writer, message.nextSequence);
  writeBoolean(writer, message.created);
}

export function decodeGroupState(reader: ByteReader, requestId: number): GroupState {
  return {
    type: "groupState",
    requestId,
    epoch: readEpoch(reader),
    nextSequence: readSequence(reader),
    created: readBoolean(reader),
  };
}
