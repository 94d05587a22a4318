import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { GroupId } from "@sotto/shared/ids";
import { readGroupId, writeGroupId } from "../fields.ts";

/** Ends a subscription, if there is one. Answered by `ok`. */
export interface Unsubscribe {
  readonly type: "unsubscribe";
  readonly requestId: number;
  readonly groupId: GroupId;
}

export function encodeUnsubscribe(writer: ByteWriter, message: Unsubscribe): void {
  writeGroupId(writer, message.groupId);
}

export function decodeUnsubscribe(reader: ByteReader, requestId: number): Unsubscribe {
  return { type: "unsubscribe", requestId, groupId: readGroupId(reader) };
}
