import { ByteReader, ByteWriter, SottoError } from "@sotto/shared/codec";
import { asLeafIndex, MAX_STREAMS } from "@sotto/shared/ids";
import type { AppMessage, StateMessage, StreamDescription } from "./api.ts";

/** A codec's MIME type is under 20 characters. */
const MAX_CODEC_BYTES = 64;
/** A chat message is a few paragraphs. */
const MAX_CHAT_BYTES = 16 * 1024;
/** Simulcast has at most three layers in practice; the KID layout leaves room for four per stream. */
const MAX_LAYERS = 4;

/** What members say to one another: what sessions publish and are told, and what only machines are concerned with. */
export type WireMessage =
  | AppMessage
  /** Asks all to look whether another call, older than this one, is announced in the room. */
  | { readonly type: "look" };

const typeNumbers = {
  state: 1,
  leave: 2,
  probe: 3,
  alive: 4,
  chat: 5,
  look: 6,
} as const satisfies Record<WireMessage["type"], number>;
const sources = [
  "microphone",
  "camera",
  "screen",
  "screen-audio",
] as const satisfies StreamDescription["source"][];

/** Encodes what goes into an MLS application message. Throws SottoError "message/invalid" or CodecError. */
export function encodeAppMessage(message: WireMessage): Uint8Array {
  const writer = new ByteWriter().u8(typeNumbers[message.type]);
  if (message.type === "state") encodeState(writer, message);
  else if (message.type === "probe") writer.u16(message.leaf);
  else if (message.type === "chat") writer.utf8_16(message.text);
  const bytes = writer.finish();
  decodeAppMessage(bytes);
  return bytes;
}

/** Decodes and validates. Throws SottoError "message/invalid", "ids/range" or CodecError. */
export function decodeAppMessage(bytes: Uint8Array): WireMessage {
  const reader = new ByteReader(bytes);
  const message = decodeBody(reader, reader.u8());
  reader.end();
  return message;
}

function decodeBody(reader: ByteReader, typeNumber: number): WireMessage {
  switch (typeNumber) {
    case typeNumbers.state:
      return decodeState(reader);
    case typeNumbers.leave:
      return { type: "leave" };
    case typeNumbers.probe:
      return { type: "probe", leaf: asLeafIndex(reader.u16()) };
    case typeNumbers.alive:
      return { type: "alive" };
    case typeNumbers.look:
      return { type: "look" };
    case typeNumbers.chat:
      return { type: "chat", text: reader.utf8_16(MAX_CHAT_BYTES) };
    default:
      throw invalid("unknown type");
  }
}

function encodeState(writer: ByteWriter, message: StateMessage): void {
  writer.u8((message.microphoneOn ? 1 : 0) | (message.cameraOn ? 2 : 0)).u8(message.streams.length);
  for (const { stream, layers, source, codec } of message.streams) {
    writer.u8(stream).u8(layers).u8(sources.indexOf(source)).utf8_16(codec);
  }
}

function decodeState(reader: ByteReader): StateMessage {
  const flags = reader.u8();
  if (flags > 3) throw invalid("unknown flags");
  const count = reader.u8();
  if (count > MAX_STREAMS) throw invalid("too many streams");
  const taken = new Set<number>();
  const streams = Array.from({ length: count }, (): StreamDescription => {
    const [stream, layers, sourceNumber] = [reader.u8(), reader.u8(), reader.u8()];
    const source = sources[sourceNumber];
    if (source === undefined) throw invalid("unknown source");
    if (layers < 1 || layers > MAX_LAYERS || stream + layers > MAX_STREAMS)
      throw invalid("streams out of range");
    for (let number = stream; number < stream + layers; number += 1) {
      if (taken.has(number)) throw invalid("a stream number is used twice");
      taken.add(number);
    }
    return { stream, layers, source, codec: reader.utf8_16(MAX_CODEC_BYTES) };
  });
  return { type: "state", streams, microphoneOn: (flags & 1) !== 0, cameraOn: (flags & 2) !== 0 };
}

function invalid(message: string): SottoError {
  return new SottoError("message/invalid", message);
}
