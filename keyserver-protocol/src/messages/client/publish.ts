import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { Capability, GroupId } from "@sotto/shared/ids";
import { MAX_APPLICATION_BYTES } from "../bounds.ts";
import {
  readBlob,
  readCapability,
  readGroupId,
  writeBlob,
  writeCapability,
  writeGroupId,
} from "../fields.ts";

/** Adds an application message to the log, in the epoch whose capability is shown. Answered by `published`. */
export interface Publish {
  readonly type: "publish";
  readonly requestId: number;
  readonly groupId: GroupId;
  readonly capability: Capability;
  readonly blob: Uint8Array;
}

export function encodePublish(writer: ByteWriter, message: Publish): void {
  writeGroupId(writer, message.groupId);
  writeCapability(writer, message.capability);
  writeBlob(writer, message.blob, MAX_APPLICATION_BYTES);
}

export function decodePublish(reader: ByteReader, requestId: number): Publish {
  return {
    type: "publish",
    requestId,
    groupId: readGroupId(reader),
    capability: readCapability(reader),
    blob: readBlob(reader, MAX_APPLICATION_BYTES),
  };
}
