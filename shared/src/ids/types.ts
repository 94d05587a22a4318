import { SottoError } from "../codec/index.ts";

declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** 32 random bytes in the link's fragment. Never sent anywhere. */
export type LinkSecret = Branded<Uint8Array, "LinkSecret">;
/** 32 random bytes per call, found in the sealed mailbox announcement. */
export type CallSecret = Branded<Uint8Array, "CallSecret">;
/** 16 bytes: where a room's announcement, or a joiner's Welcome, waits on the key server. */
export type MailboxId = Branded<Uint8Array, "MailboxId">;
/** 32 bytes: shown to the key server to refresh or remove the room's announcement. */
export type MailboxToken = Branded<Uint8Array, "MailboxToken">;
/** 16 bytes: the call's group on the key server. */
export type GroupId = Branded<Uint8Array, "GroupId">;
/** 16 bytes: the call at the SFU. */
export type CallId = Branded<Uint8Array, "CallId">;
/** 32 bytes: shown to the SFU to be let into the call that it belongs to. */
export type SfuAdmission = Branded<Uint8Array, "SfuAdmission">;
/** 16 bytes: one member of one call at the SFU. */
export type ParticipantId = Branded<Uint8Array, "ParticipantId">;
/** 16 bytes: the same browser tab in the same call, and nothing else, has the same one. */
export type InstanceTag = Branded<Uint8Array, "InstanceTag">;
/** 32 bytes that only the members of one epoch know; shown to the key server to write. */
export type Capability = Branded<Uint8Array, "Capability">;
/** 32 bytes: SHA-256 of a capability; what the key server keeps. */
export type CapabilityHash = Branded<Uint8Array, "CapabilityHash">;

/** MLS epoch number; a safe integer. */
export type Epoch = Branded<number, "Epoch">;
/** Position of a member's leaf in the MLS tree. */
export type LeafIndex = Branded<number, "LeafIndex">;
/** Which of a member's up to 16 streams (simulcast layers count separately): 0..15. */
export type StreamNumber = Branded<number, "StreamNumber">;
/** SFrame key id, 0..2^64-1. */
export type Kid = Branded<bigint, "Kid">;
/** SFrame frame counter, 0..2^64-1. */
export type Ctr = Branded<bigint, "Ctr">;

/** Streams a member may have: the KID layout gives them four bits. */
export const MAX_STREAMS = 16;
/** Leaves a group may have: the KID layout gives them twelve bits. */
export const MAX_LEAVES = 4096;
const MAX_U64 = (1n << 64n) - 1n;

const lengthOf = {
  linkSecret: 32,
  callSecret: 32,
  mailboxId: 16,
  mailboxToken: 32,
  groupId: 16,
  callId: 16,
  sfuAdmission: 32,
  participantId: 16,
  instanceTag: 16,
  capability: 32,
  capabilityHash: 32,
} as const;

function ofLength<Id extends Uint8Array>(name: keyof typeof lengthOf): (bytes: Uint8Array) => Id {
  return (bytes) => {
    if (bytes.length !== lengthOf[name]) {
      throw new SottoError("ids/length", `${name} must be ${lengthOf[name]} bytes`);
    }
    return bytes as Id;
  };
}

/*
 * Each of these gives the bytes their type if their length fits, and throws SottoError `ids/length` if not.
 * The bytes are not copied.
 */
export const asLinkSecret = ofLength<LinkSecret>("linkSecret");
export const asCallSecret = ofLength<CallSecret>("callSecret");
export const asMailboxId = ofLength<MailboxId>("mailboxId");
export const asMailboxToken = ofLength<MailboxToken>("mailboxToken");
export const asGroupId = ofLength<GroupId>("groupId");
export const asCallId = ofLength<CallId>("callId");
export const asSfuAdmission = ofLength<SfuAdmission>("sfuAdmission");
export const asParticipantId = ofLength<ParticipantId>("participantId");
export const asInstanceTag = ofLength<InstanceTag>("instanceTag");
export const asCapability = ofLength<Capability>("capability");
export const asCapabilityHash = ofLength<CapabilityHash>("capabilityHash");

function inRange<Id extends number>(name: string, limit: number): (value: number) => Id {
  return (value) => {
    if (!Number.isSafeInteger(value) || value < 0 || value >= limit) {
      throw new SottoError("ids/range", `${name} out of range`);
    }
    return value as Id;
  };
}

function inU64<Id extends bigint>(name: string): (value: bigint | number) => Id {
  return (value) => {
    if (typeof value === "number" && !Number.isSafeInteger(value)) {
      throw new SottoError("ids/range", `${name} out of range`);
    }
    const wide = BigInt(value);
    if (wide < 0n || wide > MAX_U64) throw new SottoError("ids/range", `${name} out of range`);
    return wide as Id;
  };
}

/* Each of these checks the range and throws SottoError `ids/range` if the number is not in it. */
export const asEpoch = inRange<Epoch>("epoch", Number.MAX_SAFE_INTEGER);
export const asLeafIndex = inRange<LeafIndex>("leaf index", MAX_LEAVES);
export const asStreamNumber = inRange<StreamNumber>("stream number", MAX_STREAMS);
export const asKid = inU64<Kid>("key id");
export const asCtr = inU64<Ctr>("counter");
