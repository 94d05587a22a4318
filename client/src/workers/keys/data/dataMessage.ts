import { ByteReader, ByteWriter, concatBytes, SottoError } from "@sotto/shared/codec";
import { asEpoch, asLeafIndex, type Epoch, type LeafIndex } from "@sotto/shared/ids";

/** What a message on the data channels is, by its first byte. */
const kinds = { report: 1, application: 2 } as const;
export type DataKind = keyof typeof kinds;

/** Longest content of a data message, bytes: with seal and prefix it fits into 64 KiB. */
export const MAX_CONTENT_BYTES = 60 * 1024;
/** Longest topic, bytes of UTF-8. */
export const MAX_TOPIC_BYTES = 32;

const TARGET_BYTES = 16;
/** Contents are padded to a multiple of this, bytes: small ones do not tell themselves apart. */
const PADDING_UNIT = 64;
const LOSSY = 1;

/** Puts the kind in front. */
export function asDataMessage(kind: DataKind, body: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(kinds[kind]), body);
}

/** The kind of a message, or undefined for one that Sotto does not use. */
export function dataKindOf(message: Uint8Array): DataKind | undefined {
  if (message[0] === kinds.report) return "report";
  return message[0] === kinds.application ? "application" : undefined;
}

/** What stands readable in front of a sealed message, and is authenticated with it. */
export interface DataHeader {
  readonly lossy: boolean;
  readonly epoch: Epoch;
  readonly leaf: LeafIndex;
  /** Counts the messages of one sender, epoch and reliability, from 0. */
  readonly counter: bigint;
}

/** Bytes of a header, its kind included. */
export const HEADER_BYTES = 20;

/** Encodes a header, beginning with its kind. */
export function encodeHeader({ lossy, epoch, leaf, counter }: DataHeader): Uint8Array {
  return new ByteWriter()
    .u8(kinds.application)
    .u8(lossy ? LOSSY : 0)
    .u64(epoch)
    .u16(leaf)
    .u64(counter)
    .finish();
}

/** Decodes the header of a whole message. Throws SottoError "data/malformed", "ids/range" or CodecError. */
export function decodeHeader(message: Uint8Array): DataHeader {
  const reader = new ByteReader(message.subarray(0, HEADER_BYTES));
  if (reader.u8() !== kinds.application) throw malformed();
  const flags = reader.u8();
  if (flags > LOSSY) throw malformed();
  const epoch = asEpoch(Number(reader.u64()));
  const leaf = asLeafIndex(reader.u16());
  const counter = reader.u64();
  reader.end();
  return { lossy: flags === LOSSY, epoch, leaf, counter };
}

/** What is sealed. */
export interface DataContent {
  /** The participant it is for, 16 bytes; zero for all others. */
  readonly target: Uint8Array;
  readonly topic: string;
  readonly bytes: Uint8Array;
}

/** Encodes and pads. Throws SottoError "data/too-large" or CodecError. */
export function encodeContent({ target, topic, bytes }: DataContent): Uint8Array {
  const name = new TextEncoder().encode(topic);
  if (bytes.length > MAX_CONTENT_BYTES || name.length > MAX_TOPIC_BYTES) {
    throw new SottoError("data/too-large", "a data message has at most 60 KiB, and a topic 32 bytes");
  }
  const content = new ByteWriter().fixed(target, TARGET_BYTES).opaque8(name).opaque16(bytes).finish();
  const padded = new Uint8Array(Math.ceil(content.length / PADDING_UNIT) * PADDING_UNIT);
  padded.set(content);
  return padded;
}

/** Decodes what was opened. Throws SottoError "data/malformed" or CodecError. */
export function decodeContent(padded: Uint8Array): DataContent {
  const reader = new ByteReader(padded);
  const target = reader.fixed(TARGET_BYTES);
  const topic = new TextDecoder("utf-8", { fatal: true }).decode(reader.opaque8(MAX_TOPIC_BYTES));
  const bytes = reader.opaque16(MAX_CONTENT_BYTES);
  const padding = padded.subarray(TARGET_BYTES + 3 + new TextEncoder().encode(topic).length + bytes.length);
  if (padding.length >= PADDING_UNIT || padding.some((byte) => byte !== 0)) throw malformed();
  return { target, topic, bytes };
}

function malformed(): SottoError {
  return new SottoError("data/malformed", "not a data message");
}
