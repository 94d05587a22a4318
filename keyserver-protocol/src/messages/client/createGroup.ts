import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { CapabilityHash, Epoch, GroupId } from "@sotto/shared/ids";
import {
  readCapabilityHash,
  readEpoch,
  readGroupId,
  writeCapabilityHash,
  writeEpoch,
  writeGroupId,
} from "../fields.ts";
import { readWriterList, writeWriterList, type WriterKey } from "../writers.ts";

/** Creates a group's log unless it exists. Answered by `groupState` in both cases. */
export interface CreateGroup {
  readonly type: "createGroup";
  readonly requestId: number;
  readonly groupId: GroupId;
  /** Epoch the log starts in: 0, or a later one when members restore a log that was lost. */
  readonly epoch: Epoch;
  /** SHA-256 of the capability of that epoch. */
  readonly capabilityHash: CapabilityHash;
  /** Keys that may write to it; ascending. */
  readonly writers: readonly WriterKey[];
}

export function encodeCreateGroup(writer: ByteWriter, message: CreateGroup): void {
  writeGroupId(writer, message.groupId);
  writeEpoch(writer, message.epoch);
  writeCapabilityHash(writer, message.capabilityHash);
  writeWriterList(writer, message.writers);
}

export function decodeCreateGroup(reader: ByteReader, requestId: number): CreateGroup {
  return {
    type: "createGroup",
    requestId,
    groupId: readGroupId(reader),
    epoch: readEpoch(reader),
    capabilityHash: readCapabilityHash(reader),
    writers: readWriterList(reader),
  };
}
