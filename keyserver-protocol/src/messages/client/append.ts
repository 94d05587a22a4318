import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { Capability, CapabilityHash, Epoch, GroupId } from "@sotto/shared/ids";
import { MAX_COMMIT_BYTES } from "../bounds.ts";
import {
  readBlob,
  readCapability,
  readCapabilityHash,
  readEpoch,
  readGroupId,
  writeBlob,
  writeCapability,
  writeCapabilityHash,
  writeEpoch,
  writeGroupId,
} from "../fields.ts";

/** Offers a commit. Accepted only in the current epoch; answered by `appended`, `conflict` or `error`. */
export interface Append {
  readonly type: "append";
  readonly requestId: number;
  readonly groupId: GroupId;
  /** Epoch the commit was made in; accepting it makes the group's epoch one more. */
  readonly epoch: Epoch;
  readonly capability: Capability;
  /** SHA-256 of the capability of the epoch that the commit begins. */
  readonly nextCapabilityHash: CapabilityHash;
  readonly blob: Uint8Array;
}

export function encodeAppend(writer: ByteWriter, message: Append): void {
  writeGroupId(writer, message.groupId);
  writeEpoch(writer, message.epoch);
  writeCapability(writer, message.capability);
  writeCapabilityHash(writer, message.nextCapabilityHash);
  writeBlob(writer, message.blob, MAX_COMMIT_BYTES);
}

export function decodeAppend(reader: ByteReader, requestId: number): Append {
  return {
    type: "append",
    requestId,
    groupId: readGroupId(reader),
    epoch: readEpoch(reader),
    capability: readCapability(reader),
    nextCapabilityHash: readCapabilityHash(reader),
    blob: readBlob(reader, MAX_COMMIT_BYTES),
  };
}
