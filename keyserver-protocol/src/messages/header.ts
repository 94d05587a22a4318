import { CodecError, type ByteReader, type ByteWriter } from "@sotto/shared/codec";

/** First byte of every message. */
export const PROTOCOL_VERSION = 1;

/** Length of `version ‖ type ‖ requestId`, in bytes. */
export const HEADER_BYTES = 6;

/** What every message starts with. */
export interface Header {
  readonly typeNumber: number;
  /** Chosen by the client, repeated in the reply; 0 in pushes. */
  readonly requestId: number;
}

export function encodeHeader(writer: ByteWriter, header: Header): void {
  writer.u8(PROTOCOL_VERSION);
  writer.u8(header.typeNumber);
  writer.u32(header.requestId);
}

/** Throws CodecError "codec/truncated", or "codec/invalid" for another version. */
export function decodeHeader(reader: ByteReader): Header {
  if (reader.u8() !== PROTOCOL_VERSION) throw new CodecError("codec/invalid", "unknown protocol version");
  return { typeNumber: reader.u8(), requestId: reader.u32() };
}

/** The request id of a message that may be malformed after its header; 0 when it can not be read. */
export function requestIdOf(bytes: Uint8Array): number {
  if (bytes.length < HEADER_BYTES) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(2);
}
