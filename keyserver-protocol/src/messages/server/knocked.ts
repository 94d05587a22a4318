import type { ByteReader, ByteWriter } from "@sotto/shared/codec";

/** Answers `knock`. */
export interface Knocked {
  readonly type: "knocked";
  readonly requestId: number;
  /** Subscribers of the group on this server process; 65535 stands for that many or more. */
  readonly listeners: number;
}

export function encodeKnocked(writer: ByteWriter, message: Knocked): void {
  writer.u16(Math.min(message.listeners, 0xffff));
}

export function decodeKnocked(reader: ByteReader, requestId: number): Knocked {
  return { type: "knocked", requestId, listeners: reader.u16() };
}
