import type { ByteReader, ByteWriter } from "@sotto/shared/codec";

/**
 * The first push on every connection: the server's clock, so that people whose clocks disagree look for a call
 * in the same mailbox. Nothing else depends on it, and a client believes it only within bounds.
 */
export interface Hello {
  readonly type: "hello";
  readonly requestId: 0;
  /** Milliseconds since 1970. */
  readonly timeMs: number;
}

export function encodeHello(writer: ByteWriter, message: Hello): void {
  writer.u64(message.timeMs);
}

export function decodeHello(reader: ByteReader): Hello {
  return { type: "hello", requestId: 0, timeMs: reader.u64Number() };
}
