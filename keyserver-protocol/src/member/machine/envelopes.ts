import { ByteReader, ByteWriter } from "@sotto/shared/codec";
import {
  asCapabilityHash,
  asGroupId,
  asMailboxId,
  type CapabilityHash,
  type GroupId,
  type MailboxId,
} from "@sotto/shared/ids";
import { toSequence, type Sequence } from "../../messages/index.ts";

// What lies under the outer seal of a knock and of a Welcome, and what a committer tells joiners about the log.
// All readers throw CodecError, and SottoError "ids/length" for an id of the wrong length.

const MAX_KEY_PACKAGE_BYTES = 32 * 1024;
/** The key server takes 4 MiB; a length field of 24 bits holds more. */
const MAX_WELCOME_BYTES = 4 * 1024 * 1024;
const ID_BYTES = 16;
const HASH_BYTES = 32;

/** A request to be let in. */
export interface KnockEnvelope {
  /** Private mailbox, fresh and random, where the joiner waits for its Welcome. */
  readonly mailboxId: MailboxId;
  /** MLSMessage with a KeyPackage. */
  readonly keyPackage: Uint8Array;
}

export function encodeKnockEnvelope(knock: KnockEnvelope): Uint8Array {
  return new ByteWriter().u8(1).fixed(knock.mailboxId, ID_BYTES).opaque16(knock.keyPackage).finish();
}

export function decodeKnockEnvelope(bytes: Uint8Array): KnockEnvelope {
  const reader = versioned(bytes);
  const knock = {
    mailboxId: asMailboxId(reader.fixed(ID_BYTES)),
    keyPackage: reader.opaque16(MAX_KEY_PACKAGE_BYTES),
  };
  reader.end();
  return knock;
}

/** A Welcome, and where in the log the commit stands that it belongs to. */
export interface WelcomeEnvelope {
  readonly sequence: Sequence;
  /** MLSMessage with a Welcome. */
  readonly welcome: Uint8Array;
}

export function encodeWelcomeEnvelope(envelope: WelcomeEnvelope): Uint8Array {
  return new ByteWriter().u8(1).u64(envelope.sequence).opaque24(envelope.welcome).finish();
}

export function decodeWelcomeEnvelope(bytes: Uint8Array): WelcomeEnvelope {
  const reader = versioned(bytes);
  const envelope = { sequence: toSequence(reader.u64Number()), welcome: reader.opaque24(MAX_WELCOME_BYTES) };
  reader.end();
  return envelope;
}

/** Which log the group writes to. Inside the signed and sealed GroupInfo, so that nobody else can point elsewhere. */
export interface LogPointer {
  readonly generation: number;
  readonly groupId: GroupId;
}

/** What those who come in by a commit are told of the log. */
export interface JoinersPointer extends LogPointer {
  /** SHA-256 of the capability of the epoch that the commit ended: what is said of that epoch is signed for it. */
  readonly before: CapabilityHash;
}

export function encodeLogPointer(pointer: JoinersPointer): Uint8Array {
  const writer = new ByteWriter().u8(2).u32(pointer.generation).fixed(pointer.groupId, ID_BYTES);
  return writer.fixed(pointer.before, HASH_BYTES).finish();
}

export function decodeLogPointer(bytes: Uint8Array): JoinersPointer {
  const reader = versioned(bytes, 2);
  const pointer = {
    generation: reader.u32(),
    groupId: asGroupId(reader.fixed(ID_BYTES)),
    before: asCapabilityHash(reader.fixed(HASH_BYTES)),
  };
  reader.end();
  return pointer;
}

function versioned(bytes: Uint8Array, version = 1): ByteReader {
  const reader = new ByteReader(bytes);
  if (reader.u8() !== version) throw new RangeError("unknown version");
  return reader;
}
