import { ByteReader, ByteWriter, SottoError } from "@sotto/shared/codec";
import { asLeafIndex, MAX_STREAMS } from "@sotto/shared/ids";
import type {
  AppMessage,
  LinkMessage,
  RequestKind,
  RequestMessage,
  StateMessage,
  StreamDescription,
} from "./api.ts";

/** A codec's MIME type is under 20 characters. */
const MAX_CODEC_BYTES = 64;
/** A chat message is a few paragraphs. */
const MAX_CHAT_BYTES = 16 * 1024;
/** Random, so that no two messages of a call share one. */
const CHAT_ID_BYTES = 16;
/** The longest emoji are sequences of ten code points; 32 bytes hold what people react with. */
const MAX_EMOJI_BYTES = 32;
const DEVICE_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
/** In place of a leaf: everybody but the sender. Leaves are below 4096. */
const EVERYBODY = 0xffff;
/** A device key, and a SHA-256. */
const HASH_BYTES = 32;
/** Simulcast has at most three layers in practice; the KID layout leaves room for four per stream. */
const MAX_LAYERS = 4;

/** What members say to one another: what sessions publish and are told, and what only machines are concerned with. */
export type WireMessage =
  | AppMessage
  /** A host has turned a joiner away, who knocked with this key package: hosts need not look at it again. */
  | { readonly type: "turnedAway"; readonly device: Uint8Array; readonly keyPackageHash: Uint8Array }
  /** Asks all to look whether another call, older than this one, is announced in the room. */
  | { readonly type: "look" };

const typeNumbers = {
  state: 1,
  leave: 2,
  probe: 3,
  alive: 4,
  chat: 5,
  look: 6,
  reaction: 7,
  request: 8,
  endCall: 9,
  turnedAway: 10,
  link: 16,
} as const satisfies Record<WireMessage["type"], number>;
const sources = [
  "microphone",
  "camera",
  "screen",
  "screen-audio",
] as const satisfies StreamDescription["source"][];
const requestKinds = ["mute", "stop-camera", "stop-screen", "unmute"] as const satisfies RequestKind[];

/** Encodes what goes into an MLS application message. Throws SottoError "message/invalid" or CodecError. */
export function encodeAppMessage(message: WireMessage): Uint8Array {
  const writer = new ByteWriter().u8(typeNumbers[message.type]);
  encodeBody(writer, message);
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

function encodeBody(writer: ByteWriter, message: WireMessage): void {
  switch (message.type) {
    case "state":
      return encodeState(writer, message);
    case "probe":
      return void writer.u16(message.leaf);
    case "chat":
      return void writer.fixed(message.id, CHAT_ID_BYTES).utf8_16(message.text);
    case "reaction":
      return void writer.utf8_16(message.emoji);
    case "request": {
      const target = message.target === "everybody" ? EVERYBODY : message.target;
      return void writer.u8(requestKinds.indexOf(message.kind)).u16(target);
    }
    case "link":
      return encodeLink(writer, message);
    case "turnedAway":
      return void writer.fixed(message.device, HASH_BYTES).fixed(message.keyPackageHash, HASH_BYTES);
    case "leave":
    case "alive":
    case "look":
    case "endCall":
  }
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
      return { type: "chat", id: reader.fixed(CHAT_ID_BYTES), text: reader.utf8_16(MAX_CHAT_BYTES) };
    case typeNumbers.reaction:
      return { type: "reaction", emoji: decodeEmoji(reader) };
    case typeNumbers.request:
      return decodeRequest(reader);
    case typeNumbers.endCall:
      return { type: "endCall" };
    case typeNumbers.turnedAway:
      return {
        type: "turnedAway",
        device: reader.fixed(HASH_BYTES),
        keyPackageHash: reader.fixed(HASH_BYTES),
      };
    case typeNumbers.link:
      return decodeLink(reader);
    default:
      throw invalid("unknown type");
  }
}

function decodeEmoji(reader: ByteReader): string {
  const emoji = reader.utf8_16(MAX_EMOJI_BYTES);
  if (emoji === "") throw invalid("a reaction without an emoji");
  return emoji;
}

function decodeRequest(reader: ByteReader): RequestMessage {
  const kind = requestKinds[reader.u8()];
  if (kind === undefined) throw invalid("unknown request");
  const target = reader.u16();
  return { type: "request", kind, target: target === EVERYBODY ? "everybody" : asLeafIndex(target) };
}

function encodeLink(writer: ByteWriter, { devicePublicKey, signature }: LinkMessage): void {
  writer.fixed(devicePublicKey, DEVICE_KEY_BYTES).opaque8(signature ?? new Uint8Array());
}

function decodeLink(reader: ByteReader): LinkMessage {
  const devicePublicKey = reader.fixed(DEVICE_KEY_BYTES);
  const signature = reader.opaque8(SIGNATURE_BYTES);
  if (signature.length === 0) return { type: "link", devicePublicKey, signature: undefined };
  if (signature.length !== SIGNATURE_BYTES) throw invalid("not an Ed25519 signature");
  return { type: "link", devicePublicKey, signature };
}

function encodeState(writer: ByteWriter, message: StateMessage): void {
  const { microphoneOn, cameraOn, screenOn, recording, handSince, streams } = message;
  const flags = [microphoneOn, cameraOn, screenOn, recording].map((on, bit) => (on ? 1 << bit : 0));
  writer
    .u8(flags.reduce((all, flag) => all | flag, 0))
    .u64(handSince)
    .u8(streams.length);
  for (const { stream, layers, source, codec } of streams) {
    writer.u8(stream).u8(layers).u8(sources.indexOf(source)).utf8_16(codec);
  }
}

function decodeState(reader: ByteReader): StateMessage {
  const flags = reader.u8();
  if (flags > 15) throw invalid("unknown flags");
  const handSince = reader.u64Number();
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
  return {
    type: "state",
    streams,
    microphoneOn: (flags & 1) !== 0,
    cameraOn: (flags & 2) !== 0,
    screenOn: (flags & 4) !== 0,
    recording: (flags & 8) !== 0,
    handSince,
  };
}

function invalid(message: string): SottoError {
  return new SottoError("message/invalid", message);
}
