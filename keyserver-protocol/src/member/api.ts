import type { SottoError } from "@sotto/shared/codec";
import type { CallId, Capability, Epoch, LeafIndex, LinkSecret, ParticipantId } from "@sotto/shared/ids";
import type { Integrity } from "./reports/index.ts";

/** The long-lived key of a device. `sign` makes an Ed25519 signature; the private key never leaves its owner. */
export interface DeviceKey {
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** What another device has signed: that the device which carries this belongs to the same person as itself. */
export interface CrossSignature {
  /** Public key of the device that signed. */
  readonly devicePublicKey: Uint8Array;
  readonly signature: Uint8Array;
}

/** MLS cipher suite of a call, chosen by who creates it. */
export type SuiteName = "xwing" | "classical";

/** One person's device in the call, as the MLS tree has it. */
export interface RosterEntry {
  readonly leaf: LeafIndex;
  readonly participantId: ParticipantId;
  readonly displayName: string;
  readonly devicePublicKey: Uint8Array;
  /** The same for all devices here that have signed each other: the smallest of their device keys. */
  readonly personKey: Uint8Array;
  readonly isSelf: boolean;
  readonly role: Role;
}

/**
 * `host`: may do everything; while no host is there, the lowest co-host, or else the lowest leaf, stands in. `cohost`: a
 * host but for naming and removing hosts. `guest`: everybody else.
 */
export type Role = "host" | "cohost" | "guest";

/** What is allowed in the call, as the group itself says. */
export interface CallPolicy {
  /** Device keys; at least one. The creator's is the first. */
  readonly hosts: readonly Uint8Array[];
  readonly coHosts: readonly Uint8Array[];
  /** Device keys that nobody can let in. */
  readonly banned: readonly Uint8Array[];
  /** Whether joiners wait until a host lets them in. */
  readonly lobby: boolean;
  /** Whether nobody comes in at all, but who was in the call a moment ago. */
  readonly locked: boolean;
  /** Most members at a time, 1 to `MAX_CALL_SIZE`. */
  readonly sizeLimit: number;
  /** Who may share a screen. */
  readonly share: "all" | "hosts";
  /** Who may record. */
  readonly record: "all" | "hosts" | "nobody";
}

/** The part of a policy that a call can begin with. */
export type PolicySettings = Pick<CallPolicy, "lobby" | "locked" | "sizeLimit" | "share" | "record">;

/** What a host can change of a policy besides roles and bans. */
export interface PolicyChange extends Partial<PolicySettings> {
  /** Device keys to be banned no longer. */
  readonly unban?: readonly Uint8Array[];
}

/** Somebody who waits for a host's decision; the credential has been verified. */
export interface WaitingJoiner {
  /** Stays the same for one tab of one device. */
  readonly id: string;
  readonly displayName: string;
  readonly devicePublicKey: Uint8Array;
  /** When it was first heard, ms of the session's clock. */
  readonly since: number;
}

/** Why a joiner is not in the call yet, or will not be, as its members say. */
export type LobbyNote = "waiting" | "refused" | "locked" | "full" | "banned";

/** The same, and `empty`: nobody has begun the call, and this member does not. */
export type LobbyState = LobbyNote | "empty";

/** What a host can do to the call. */
export type HostAction =
  | { readonly kind: "policy"; readonly change: PolicyChange }
  | { readonly kind: "role"; readonly participantId: ParticipantId; readonly role: Role }
  | { readonly kind: "remove"; readonly participantId: ParticipantId; readonly ban: boolean }
  | { readonly kind: "admit"; readonly knockId: string }
  | { readonly kind: "admitAll" }
  | { readonly kind: "refuse"; readonly knockId: string };

/** What a sender says about one of its media streams. */
export interface StreamDescription {
  /** Stream number of the first layer, 0..15. */
  readonly stream: number;
  /** How many consecutive stream numbers its layers take, 1..4. */
  readonly layers: number;
  readonly source: "microphone" | "camera" | "screen" | "screen-audio";
  readonly codec: string;
}

/** What a member's streams are, whether they are on, and what else everybody should see of the member. */
export interface StateMessage {
  readonly type: "state";
  readonly streams: readonly StreamDescription[];
  readonly microphoneOn: boolean;
  readonly cameraOn: boolean;
  readonly screenOn: boolean;
  /** Whether this member records the call. */
  readonly recording: boolean;
  /** Since when the hand is up, ms since 1970 by the member's clock; 0 if it is down. */
  readonly handSince: number;
}

/** What a host can ask of others: the first three are obeyed, to `unmute` a person has to agree. */
export type RequestKind = "mute" | "stop-camera" | "stop-screen" | "unmute";

/** A host's or co-host's request to one member or to all others. */
export interface RequestMessage {
  readonly type: "request";
  readonly kind: RequestKind;
  readonly target: LeafIndex | "everybody";
}

/** The sender's device says of another one that it belongs to the same person, or takes that back. */
export interface LinkMessage {
  readonly type: "link";
  readonly devicePublicKey: Uint8Array;
  /** The sender's cross-signature over that device; undefined to take it back. */
  readonly signature: Uint8Array | undefined;
}

/** A message between members, sealed by MLS and ordered by the log. */
export type AppMessage =
  | StateMessage
  | RequestMessage
  | LinkMessage
  /** A host ends the call for everybody. */
  | { readonly type: "endCall" }
  | { readonly type: "reaction"; readonly emoji: string }
  | { readonly type: "leave" }
  | { readonly type: "probe"; readonly leaf: LeafIndex }
  | { readonly type: "alive" }
  /** `id` is 16 random bytes, by which a sender knows its own message again. */
  | { readonly type: "chat"; readonly id: Uint8Array; readonly text: string };

export type MemberPhase = "connecting" | "knocking" | "joined" | "left" | "failed";

/** Why an epoch began. */
export type EpochCause = "create" | "join" | "rotation" | "membership" | "removal";

/** A new epoch. `baseKey` belongs to the receiver, who zeroizes it. */
export interface EpochEvent {
  readonly type: "epoch";
  readonly epoch: Epoch;
  readonly cause: EpochCause;
  /** MLS-Exporter("SFrame 1.0 Base Key", "", Nk), RFC 9605 §5.2. */
  readonly baseKey: Uint8Array;
  /** SFrame cipher suite number: 4 (AES-128-GCM) in a classical call, 5 (AES-256-GCM) in an X-Wing call. */
  readonly sframeSuite: 4 | 5;
  readonly selfLeaf: LeafIndex;
  readonly roster: readonly RosterEntry[];
  /** What members compare by voice, from the epoch authenticator: digits in groups, "123 456 …". */
  readonly callCode: string;
  /** 32 bytes from which the keys of this epoch's data messages come; belongs to the receiver, who zeroizes it. */
  readonly dataSecret: Uint8Array;
  /** What members of this epoch show the forwarding server to put somebody out. */
  readonly sfuCapability: Capability;
  /** When the epoch began for this member, ms of the session's clock. */
  readonly at: number;
}

export type MemberEvent =
  | { readonly type: "phase"; readonly phase: MemberPhase; readonly error?: SottoError }
  | {
      readonly type: "call";
      readonly sfuCallId: CallId;
      readonly sfuAdmission: Uint8Array;
      readonly participantId: ParticipantId;
    }
  | EpochEvent
  | {
      readonly type: "app";
      readonly sender: LeafIndex;
      readonly participantId: ParticipantId;
      readonly message: AppMessage;
    }
  | {
      readonly type: "health";
      readonly state: "ok" | "degraded";
      readonly reason?: "keyserver-away" | "rotation-late";
    }
  /** What is allowed in the call, and what we are in it: whenever either changes. */
  | { readonly type: "policy"; readonly policy: CallPolicy; readonly role: Role }
  /** Who waits for a decision of ours: whenever that changes, for as long as we are host or co-host. */
  | { readonly type: "knocks"; readonly waiting: readonly WaitingJoiner[] }
  /** Why we are not let in. After "refused" and "banned" the session fails, with "call/refused" or "call/banned". */
  | { readonly type: "lobby"; readonly state: LobbyState }
  /** To be passed to all others, on a way that the key server has no part in. */
  | { readonly type: "report"; readonly sealed: Uint8Array }
  /** Every other member has reported that it has this epoch's key. */
  | { readonly type: "reached"; readonly epoch: Epoch }
  /**
   * What the members' reports tell of the key server: `withheld` others are in an epoch that it does not tell us of,
   * `forked` it has told somebody (`reporter`) another history than us. `forked` is for good.
   */
  | { readonly type: "integrity"; readonly state: Integrity; readonly reporter?: ParticipantId }
  /** Something was not accepted (`leaf` is its proved author), or the reason why we had to join again. */
  | {
      readonly type: "refused";
      readonly leaf?: LeafIndex;
      readonly participantId?: ParticipantId;
      readonly displayName?: string;
      readonly reason: string;
    };

/** The part of a clock that a session uses. */
export interface Clock {
  now(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** Returns that many random bytes. */
export type RandomBytes = (length: number) => Uint8Array;

/** The part of the WebSocket API that a session uses; browsers' own and `ws` both have it. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

export type WebSocketConstructor = new (url: string) => WebSocketLike;

export interface OpenMemberOptions {
  readonly linkSecret: LinkSecret;
  readonly keyserverUrl: string;
  readonly displayName: string;
  readonly device: DeviceKey;
  /** What the person's other devices have signed over this one; read for each credential that is made. */
  readonly crossSignatures?: () => readonly CrossSignature[];
  /** 32 bytes kept for as long as a browser tab lives, so that a reload replaces its own earlier self. */
  readonly tabSecret: Uint8Array;
  /** How long an epoch may last without fresh entropy, ms. */
  readonly rotateMs: number;
  /** Used only when this member creates the call. If absent, what fits the size that is expected. */
  readonly suite?: SuiteName;
  /** How many people the creator of a call expects at most; chooses the suite. If absent, not many. */
  readonly expectedSize?: number;
  /** What the policy of a call that this member creates begins with. */
  readonly policy?: Partial<PolicySettings>;
  /** Never begins a call: waits until somebody else has begun one, and says so by the lobby state `empty`. */
  readonly waitForCall?: boolean;
  readonly WebSocket: WebSocketConstructor;
  readonly clock?: Clock;
  readonly random?: RandomBytes;
  onEvent(event: MemberEvent): void;
}

export interface MemberSession {
  /** Sends a message to all members. Resolves when the log has it; rejects when the session ends first. */
  publish(message: AppMessage): Promise<void>;
  /**
   * Does what only hosts and co-hosts can. Resolves when the group has it (`admit`, `refuse`: when the decision is made).
   * Rejects with SottoError "policy/not-allowed" if our role does not allow it, "policy/no-host" if no host would be left,
   * "policy/full", "policy/banned", "policy/invalid", "policy/unknown" for somebody who is not (or does not wait) there,
   * or "member/ended".
   */
  act(action: HostAction): Promise<void>;
  /** Says goodbye, and ends the session. Resolves when the log has it, or after a short while. */
  leave(): Promise<void>;
  /** Ends the session at once, saying nothing. */
  close(): void;
  /**
   * Says whether there is a way to the other members that the key server has no part in; nothing is reported before.
   */
  setChannel(isOpen: boolean): void;
  /** Takes in what another member's session gave out as `report`; anything else changes nothing. */
  heard(sealed: Uint8Array): void;
  /** Says that a participant's media connection has ended, so that it is probed early. */
  hintGone(participantId: ParticipantId): void;
}
