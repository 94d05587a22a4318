import type { ByteReader, ByteWriter } from "@sotto/shared/codec";
import { MAX_ERROR_TEXT_BYTES } from "../bounds.ts";
import { errorCodeOf, errorNumbers, type KeyserverErrorCode } from "../keyserverError.ts";

/** Answers a request that was refused, or (request id 0) tells why the server ends a subscription or hangs up. */
export interface ErrorReply {
  readonly type: "error";
  readonly requestId: number;
  readonly code: KeyserverErrorCode;
  /** For a developer; says nothing that came from the other end. */
  readonly message: string;
}

export function encodeErrorReply(writer: ByteWriter, reply: ErrorReply): void {
  writer.u16(errorNumbers[reply.code]);
  writer.utf8_16(reply.message);
}

export function decodeErrorReply(reader: ByteReader, requestId: number): ErrorReply {
  const code = errorCodeOf(reader.u16());
  return { type: "error", requestId, code, message: reader.utf8_16(MAX_ERROR_TEXT_BYTES) };
}
