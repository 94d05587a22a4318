import { sha256 } from "@noble/hashes/sha2.js";
import { ByteWriter, type ByteReader } from "@sotto/shared/codec";
import type { CapabilityHash, Epoch, GroupId } from "@sotto/shared/ids";
import { ID_BYTES, SECRET_BYTES, SIGNATURE_BYTES } from "./bounds.ts";
import { readCapabilityHash, readSequence, writeCapabilityHash, writeSequence } from "./fields.ts";
import { encodeEntryKind } from "./entryKind.ts";
import type { Sequence } from "./sequence.ts";
import { readWriterList, writeWriterList, type WriterKey } from "./writers.ts";

/** Who wrote an entry, proved. */
interface Authorship {
  readonly writer: WriterKey;
  /** The writer's, over the entry and all of the mark. */
  readonly signature: Uint8Array;
}

/** What a commit says to the log, beside what is sealed in it. */
export interface CommitClaims {
  /** Place of the commit that this one takes the place of; 0 if it takes no other's. */
  readonly instead: Sequence;
  /** SHA-256 of the capability of the epoch that the commit begins. */
  readonly nextCapabilityHash: CapabilityHash;
  /** Keys that may write from now on, and keys that may not any more; ascending. */
  readonly added: readonly WriterKey[];
  readonly removed: readonly WriterKey[];
}

export interface CommitMark extends Authorship, CommitClaims {}

export interface ApplicationMark extends Authorship {
  /** Last place of the log that the author had read: so no entry is in the log twice. */
  readonly after: Sequence;
}

/**
 * What an entry is written for. Where a log was split, epochs of one number have other capabilities in each part: so
 * what is signed for one part is not signed for the other.
 */
export interface MarkPlace {
  readonly groupId: GroupId;
  readonly epoch: Epoch;
  /** SHA-256 of the capability of this epoch. */
  readonly capabilityHash: CapabilityHash;
}

const LABEL = new TextEncoder().encode("sotto v1 log entry");

/** The bytes that the author of a commit signs. */
export function commitContent(place: MarkPlace, claims: CommitClaims, blob: Uint8Array): Uint8Array {
  const writer = begin("commit", place, blob);
  writeClaims(writer, claims);
  return writer.finish();
}

/** The bytes that the author of an application message signs. */
export function applicationContent(place: MarkPlace, after: Sequence, blob: Uint8Array): Uint8Array {
  const writer = begin("application", place, blob);
  writeSequence(writer, after);
  return writer.finish();
}

function begin(kind: "commit" | "application", place: MarkPlace, blob: Uint8Array): ByteWriter {
  const writer = new ByteWriter().opaque8(LABEL);
  encodeEntryKind(writer, kind);
  writer.fixed(place.groupId, ID_BYTES).u64(place.epoch);
  writeCapabilityHash(writer, place.capabilityHash);
  return writer.fixed(sha256(blob), SECRET_BYTES);
}

export function writeCommitMark(writer: ByteWriter, mark: CommitMark): void {
  writeClaims(writer, mark);
  writeAuthorship(writer, mark);
}

export function readCommitMark(reader: ByteReader): CommitMark {
  return {
    instead: readSequence(reader),
    nextCapabilityHash: readCapabilityHash(reader),
    added: readWriterList(reader),
    removed: readWriterList(reader),
    ...readAuthorship(reader),
  };
}

export function writeApplicationMark(writer: ByteWriter, mark: ApplicationMark): void {
  writeSequence(writer, mark.after);
  writeAuthorship(writer, mark);
}

export function readApplicationMark(reader: ByteReader): ApplicationMark {
  return { after: readSequence(reader), ...readAuthorship(reader) };
}

function writeClaims(writer: ByteWriter, claims: CommitClaims): void {
  writeSequence(writer, claims.instead);
  writeCapabilityHash(writer, claims.nextCapabilityHash);
  writeWriterList(writer, claims.added);
  writeWriterList(writer, claims.removed);
}

function writeAuthorship(writer: ByteWriter, { writer: key, signature }: Authorship): void {
  writer.fixed(key, SECRET_BYTES).fixed(signature, SIGNATURE_BYTES);
}

function readAuthorship(reader: ByteReader): Authorship {
  return { writer: reader.fixed(SECRET_BYTES), signature: reader.fixed(SIGNATURE_BYTES) };
}
