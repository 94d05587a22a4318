import { CodecError, type ByteReader, type ByteWriter } from "@sotto/shared/codec";
import type { Capability, CapabilityHash, Epoch, GroupId, MailboxId, MailboxToken } from "@sotto/shared/ids";
import { ID_BYTES, MAX_EPOCH, MAX_MAILBOX_TTL_SECONDS, SECRET_BYTES } from "./bounds.ts";
import { KeyserverError } from "./keyserverError.ts";
import type { Sequence } from "./sequence.ts";

// Fields that several messages share. Readers and writers throw CodecError, except that a blob above its bound
// is refused for its writer as KeyserverError "keyserver/too-large", as the server would have done.

export function writeGroupId(writer: ByteWriter, id: GroupId): void {
  writer.fixed(id, ID_BYTES);
}

export function readGroupId(reader: ByteReader): GroupId {
  return reader.fixed(ID_BYTES) as GroupId;
}

export function writeMailboxId(writer: ByteWriter, id: MailboxId): void {
  writer.fixed(id, ID_BYTES);
}

export function readMailboxId(reader: ByteReader): MailboxId {
  return reader.fixed(ID_BYTES) as MailboxId;
}

export function writeCapability(writer: ByteWriter, capability: Capability): void {
  writer.fixed(capability, SECRET_BYTES);
}

export function readCapability(reader: ByteReader): Capability {
  return reader.fixed(SECRET_BYTES) as Capability;
}

export function writeCapabilityHash(writer: ByteWriter, hash: CapabilityHash): void {
  writer.fixed(hash, SECRET_BYTES);
}

export function readCapabilityHash(reader: ByteReader): CapabilityHash {
  return reader.fixed(SECRET_BYTES) as CapabilityHash;
}

export function writeMailboxToken(writer: ByteWriter, token: MailboxToken): void {
  writer.fixed(token, SECRET_BYTES);
}

export function readMailboxToken(reader: ByteReader): MailboxToken {
  return reader.fixed(SECRET_BYTES) as MailboxToken;
}

/** The SHA-256 of a mailbox token. */
export function writeTokenHash(writer: ByteWriter, hash: Uint8Array): void {
  writer.fixed(hash, SECRET_BYTES);
}

export function readTokenHash(reader: ByteReader): Uint8Array {
  return reader.fixed(SECRET_BYTES);
}

export function writeEpoch(writer: ByteWriter, epoch: Epoch): void {
  writer.u64(epoch);
}

export function readEpoch(reader: ByteReader): Epoch {
  const epoch = reader.u64Number();
  if (epoch > MAX_EPOCH) throw new CodecError("codec/too-large", "epoch out of range");
  return epoch as Epoch;
}

export function writeSequence(writer: ByteWriter, sequence: Sequence): void {
  writer.u64(sequence);
}

export function readSequence(reader: ByteReader): Sequence {
  return reader.u64Number() as Sequence;
}

export function writeBlob(writer: ByteWriter, blob: Uint8Array, maxBytes: number): void {
  if (blob.length > maxBytes) throw new KeyserverError("keyserver/too-large", `blob above ${maxBytes} bytes`);
  writer.opaque24(blob);
}

export function readBlob(reader: ByteReader, maxBytes: number): Uint8Array {
  return reader.opaque24(maxBytes);
}

export function writeTtlSeconds(writer: ByteWriter, seconds: number): void {
  if (!isTtl(seconds))
    throw new CodecError("codec/invalid", `a TTL is 1 to ${MAX_MAILBOX_TTL_SECONDS} seconds`);
  writer.u16(seconds);
}

export function readTtlSeconds(reader: ByteReader): number {
  const seconds = reader.u16();
  if (!isTtl(seconds)) throw new CodecError("codec/invalid", "TTL out of range");
  return seconds;
}

function isTtl(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_MAILBOX_TTL_SECONDS;
}

export function writeBoolean(writer: ByteWriter, value: boolean): void {
  writer.u8(value ? 1 : 0);
}

/** Only 0 and 1 are booleans, so that a message has one encoding. */
export function readBoolean(reader: ByteReader): boolean {
  const value = reader.u8();
  if (value > 1) throw new CodecError("codec/invalid", "a boolean is 0 or 1");
  return value === 1;
}
