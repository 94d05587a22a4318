import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import type { GroupId } from "@sotto/shared/ids";
import { readGroupId, readSequence, writeGroupId, writeSequence } from "../fields.ts";
import type { Sequence } from "../sequence.ts";

/** Asks for the log from a sequence on: replay, then `subscribed`, then live entries. Replaces an earlier one. */
export interface Subscribe {
  readonly type: "subscribe";
  readonly requestId: number;
  readonly groupId: GroupId;
  /** First sequence wanted. 0 means "from the oldest retained entry". */
  readonly fromSequence: Sequence;
}

export function encodeSubscribe(writer: ByteWriter, message: Subscribe): void {
  writeGroupId(writer, message.groupId);
  writeSequence(writer, message.fromSequence);
}

export function decodeSubscribe(reader: ByteReader, requestId: number): Subscribe {
  return { type: "subscribe", requestId, groupId: readGroupId(reader), fromSequence: readSequence(reader) };
}
