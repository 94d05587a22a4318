import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { Capability, Epoch, GroupId } from "@sotto/shared/ids";
import { MAX_COMMIT_BYTES } from "../bounds.ts";
import {
  readBlob,
  readCapability,
  readEpoch,
  readGroupId,
  writeBlob,
  writeCapability,
  writeEpoch,
  writeGroupId,
} from "../fields.ts";
import { readCommitMark, writeCommitMark, type CommitMark } from "../marks.ts";

/** Offers a commit. Accepted only in the current epoch; answered by `appended`, `conflict` or `error`. */
export interface Append {
  readonly type: "append";
  readonly requestId: number;
  readonly groupId: GroupId;
  /** Epoch the commit was made in; accepting it makes the group's epoch one more. */
  readonly epoch: Epoch;
  readonly capability: Capability;
  readonly mark: CommitMark;
  readonly blob: Uint8Array;
}

export function encodeAppend(writer: ByteWriter, message: Append): void {
  writeGroupId(writer, message.groupId);
  writeEpoch(writer, message.epoch);
  writeCapability(writer, message.capability);
  writeCommitMark(writer, message.mark);
  writeBlob(writer, message.blob, MAX_COMMIT_BYTES);
}

export function decodeAppend(reader: ByteReader, requestId: number): Append {
  return {
    type: "append",
    requestId,
    groupId: readGroupId(reader),
    epoch: readEpoch(reader),
    capability: readCapability(reader),
    mark: readCommitMark(reader),
    blob: readBlob(reader, MAX_COMMIT_BYTES),
  };
}
