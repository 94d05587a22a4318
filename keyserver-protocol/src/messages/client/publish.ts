import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { Capability, Epoch, GroupId } from "@sotto/shared/ids";
import { MAX_APPLICATION_BYTES } from "../bounds.ts";
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
import { readApplicationMark, writeApplicationMark, type ApplicationMark } from "../marks.ts";

/** Adds an application message to the log, in this epoch and no other. Answered by `published`. */
export interface Publish {
  readonly type: "publish";
  readonly requestId: number;
  readonly groupId: GroupId;
  readonly epoch: Epoch;
  readonly capability: Capability;
  readonly mark: ApplicationMark;
  readonly blob: Uint8Array;
}

export function encodePublish(writer: ByteWriter, message: Publish): void {
  writeGroupId(writer, message.groupId);
  writeEpoch(writer, message.epoch);
  writeCapability(writer, message.capability);
  writeApplicationMark(writer, message.mark);
  writeBlob(writer, message.blob, MAX_APPLICATION_BYTES);
}

export function decodePublish(reader: ByteReader, requestId: number): Publish {
  return {
    type: "publish",
    requestId,
    groupId: readGroupId(reader),
    epoch: readEpoch(reader),
    capability: readCapability(reader),
    mark: readApplicationMark(reader),
    blob: readBlob(reader, MAX_APPLICATION_BYTES),
  };
}
