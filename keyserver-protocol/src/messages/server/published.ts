import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import { readSequence, writeSequence } from "../fields.ts";
import type { Sequence } from "../sequence.ts";

/** Answers a `publish` that was taken. */
export interface Published {
  readonly type: "published";
  readonly requestId: number;
  readonly sequence: Sequence;
}

export function encodePublished(writer: ByteWriter, message: Published): void {
  writeSequence(writer, message.sequence);
}

export function decodePublished(reader: ByteReader, requestId: number): Published {
  return { type: "published", requestId, sequence: readSequence(reader) };
}
