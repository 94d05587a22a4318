import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { GroupId } from "@sotto/shared/ids";
import { MAX_KNOCK_BYTES } from "../bounds.ts";
import { readBlob, readGroupId, writeBlob, writeGroupId } from "../fields.ts";

/** Passes a sealed request to join to the group's subscribers. Needs no capability. Answered by `knocked`. */
export interface Knock {
  readonly type: "knock";
  readonly requestId: number;
  readonly groupId: GroupId;
  readonly blob: Uint8Array;
}

export function encodeKnock(writer: ByteWriter, message: Knock): void {
  writeGroupId(writer, message.groupId);
  writeBlob(writer, message.blob, MAX_KNOCK_BYTES);
}

export function decodeKnock(reader: ByteReader, requestId: number): Knock {
  return { type: "knock", requestId, groupId: readGroupId(reader), blob: readBlob(reader, MAX_KNOCK_BYTES) };
}
