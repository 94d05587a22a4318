import { ByteReader, ByteWriter, CodecError } from "@sotto/shared/codec";

/** The topic of the data messages that files travel in. */
export const FILE_TOPIC = "sotto file";
export const FILE_ID_BYTES = 16;
export const HASH_BYTES = 32;
/** Content of one message, bytes: the data channel takes 60 KiB. */
export const MOST_CHUNK_BYTES = 48 * 1024;
/** Longest name on the wire, bytes of UTF-8. */
const LONGEST_NAME_BYTES = 512;

const OFFER = 1;
const CHUNK = 2;
const GIVEN_UP = 3;

/** What is said about a file, in this order: an offer, all of its chunks from the beginning, or that it ends early. */
export type FileMessage =
  | {
      readonly type: "offer";
      readonly id: Uint8Array;
      readonly size: number;
      /** SHA-256 of the content. */
      readonly hash: Uint8Array;
      readonly name: string;
    }
  | { readonly type: "chunk"; readonly id: Uint8Array; readonly at: number; readonly bytes: Uint8Array }
  | { readonly type: "givenUp"; readonly id: Uint8Array };

/** @throws CodecError if something does not fit */
export function encodeFileMessage(message: FileMessage): Uint8Array {
  const writer = new ByteWriter();
  switch (message.type) {
    case "offer":
      writer.u8(OFFER).fixed(message.id, FILE_ID_BYTES).u32(message.size).fixed(message.hash, HASH_BYTES);
      return writer.utf8_16(message.name).finish();
    case "chunk":
      writer.u8(CHUNK).fixed(message.id, FILE_ID_BYTES).u32(message.at);
      return writer.fixed(message.bytes, message.bytes.length).finish();
    case "givenUp":
      return writer.u8(GIVEN_UP).fixed(message.id, FILE_ID_BYTES).finish();
  }
}

/** @throws CodecError if it is anything else */
export function decodeFileMessage(bytes: Uint8Array): FileMessage {
  const reader = new ByteReader(bytes);
  const kind = reader.u8();
  const id = reader.fixed(FILE_ID_BYTES);
  switch (kind) {
    case OFFER: {
      const [size, hash] = [reader.u32(), reader.fixed(HASH_BYTES)];
      const name = reader.utf8_16(LONGEST_NAME_BYTES);
      reader.end();
      return { type: "offer", id, size, hash, name };
    }
    case CHUNK: {
      const at = reader.u32();
      if (reader.remaining === 0 || reader.remaining > MOST_CHUNK_BYTES) {
        throw new CodecError("codec/invalid", "a chunk is empty or too large");
      }
      return { type: "chunk", id, at, bytes: reader.fixed(reader.remaining) };
    }
    case GIVEN_UP:
      reader.end();
      return { type: "givenUp", id };
    default:
      throw new CodecError("codec/invalid", "no message about a file");
  }
}

/** A name cut so that it fits, between characters. */
export function fittingName(name: string): string {
  const encoder = new TextEncoder();
  let fitting = [...name];
  while (encoder.encode(fitting.join("")).length > LONGEST_NAME_BYTES) fitting = fitting.slice(0, -1);
  return fitting.join("");
}
