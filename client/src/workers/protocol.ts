/**
 * Everything that crosses between the page and its two workers. The base key crosses once, from the key worker
 * straight to the frame worker; no message of the page's holds a key.
 */
import type {
  AppMessage,
  EpochCause,
  Integrity,
  MemberPhase,
  SuiteName,
} from "@sotto/keyserver-protocol/member";
import type { Codec } from "./carrier/index.ts";
import type { FromHosting, HostAction, PolicySettings, Role } from "./hosting.ts";

/** An error as it crosses a worker boundary: never as a bare string. */
export interface PlainError {
  readonly code: string;
  readonly message: string;
}

/** A member as the page sees it. */
export interface RosterPerson {
  readonly leaf: number;
  /** Participant id in base64url. */
  readonly participantKey: string;
  readonly displayName: string;
  readonly deviceFingerprint: string;
  readonly isSelf: boolean;
  readonly role: Role;
}

/** Who somebody in the call is to this device. */
export interface PersonIdentity {
  /** The same for all devices of one person in this call: those that have signed each other. */
  readonly personKey: string;
  /** 12 groups of 5 digits, the same on both sides, to be compared with the person; "" for this device itself. */
  readonly pairFingerprint: string;
  /**
   * `verified`: compared before, under the same name, or one's own device. `changed`: this name was compared before,
   * with another key. `unverified`: anything else.
   */
  readonly verification: "unverified" | "verified" | "changed";
  /** The key of this very device was compared, under this name; without it, `verified` is by another device. */
  readonly isCompared: boolean;
  /** The name was seen in an earlier call with another key, which nobody had compared. */
  readonly isNewDevice: boolean;
  /** The name under which the person was compared, if it is another now. */
  readonly verifiedAs: string | null;
  /** How far the two devices are with being linked: `offered` by this one, `wanted` by the other, or `linked`. */
  readonly link: "none" | "offered" | "wanted" | "linked";
}

/** Another device of one's own. */
export interface LinkedDevice {
  readonly deviceFingerprint: string;
  /** The name it had when it was linked. */
  readonly name: string;
  /** ms since 1970. */
  readonly linkedAt: number;
}

/** What a person does about somebody's identity, or their own devices. */
export type IdentityAction =
  /** Its key was compared with its owner; or that is taken back. */
  | { readonly kind: "verify"; readonly participantKey: string; readonly on: boolean }
  /** That device is also one's own; or that is taken back. */
  | { readonly kind: "link"; readonly participantKey: string; readonly on: boolean }
  /** A device of one's own, here or not, is one's own no more. */
  | { readonly kind: "unlink"; readonly deviceFingerprint: string };

/** Page → key worker. */
export type ToKeys =
  | {
      readonly type: "open";
      /** To the frame worker; epochs go over it. */
      readonly frames: MessagePort;
      readonly linkSecret: Uint8Array;
      /** Of a protected room: the link secret is made of both. */
      readonly password?: string;
      readonly tabSecret: Uint8Array;
      readonly keyserverUrl: string;
      readonly displayName: string;
      readonly rotateMs: number;
      readonly suite?: SuiteName;
      readonly expectedSize?: number;
      readonly policy?: Partial<PolicySettings>;
      readonly waitForCall?: boolean;
    }
  /** With an id, answered by `done` of the same id. */
  | { readonly type: "publish"; readonly message: AppMessage; readonly id?: number }
  /** Answered by `done` of the same id. */
  | { readonly type: "act"; readonly id: number; readonly action: HostAction }
  | { readonly type: "hintGone"; readonly participantKey: string }
  /** The frame worker died; the keys of epochs to come go to another one, those of earlier ones to none. */
  | { readonly type: "frames"; readonly frames: MessagePort }
  /** Whether the data channels of the forwarding server are open. */
  | { readonly type: "channel"; readonly isOpen: boolean }
  /** What came on one of them, without the prefix that the forwarding server puts in front. */
  | { readonly type: "heard"; readonly bytes: Uint8Array; readonly lossy: boolean }
  /** To be sealed; answered by `sealed` of the same id. */
  | {
      readonly type: "seal";
      readonly id: number;
      readonly topic: string;
      readonly bytes: Uint8Array;
      readonly lossy: boolean;
      /** A participant, or all others. */
      readonly to: string | null;
    }
  /** Answered by `identityDone` of the same id. */
  | { readonly type: "identity"; readonly id: number; readonly action: IdentityAction }
  | { readonly type: "leave" };

/** Key worker → page, once and before all else: it takes messages. */
export interface KeysReady {
  readonly type: "ready";
}

/** Key worker → page. */
export type FromKeys =
  | { readonly type: "phase"; readonly phase: MemberPhase; readonly error?: PlainError }
  | {
      readonly type: "call";
      /** All in base64url, as the forwarding server's messages have them. */
      readonly sfuCallId: string;
      readonly sfuAdmission: string;
      readonly participantKey: string;
    }
  | {
      readonly type: "epoch";
      readonly number: number;
      readonly since: number;
      readonly callCode: string;
      /** Shown to the forwarding server to put somebody out; base64url. Opens nothing else. */
      readonly sfuCapability: string;
      readonly roster: readonly RosterPerson[];
    }
  /** Comes before each epoch, and when it changes. */
  | {
      readonly type: "identities";
      readonly people: readonly (readonly [participantKey: string, identity: PersonIdentity])[];
      readonly linkedDevices: readonly LinkedDevice[];
    }
  | { readonly type: "identityDone"; readonly id: number; readonly error?: PlainError }
  | FromHosting
  | { readonly type: "done"; readonly id: number; readonly error?: PlainError }
  | { readonly type: "app"; readonly participantKey: string; readonly message: AppMessage }
  | {
      readonly type: "health";
      readonly state: "ok" | "degraded";
      readonly reason?: "keyserver-away" | "rotation-late";
    }
  /** What the members' reports say of the key server; `participantKey` is whose report it was. */
  | { readonly type: "integrity"; readonly state: Integrity; readonly participantKey?: string }
  /** Sealed, to be sent on a data channel as it is. */
  | {
      readonly type: "toSend";
      readonly bytes: Uint8Array;
      readonly lossy: boolean;
      readonly to: string | null;
    }
  | { readonly type: "sealed"; readonly id: number; readonly bytes?: Uint8Array; readonly error?: PlainError }
  /** A member's data message, opened. */
  | {
      readonly type: "data";
      readonly participantKey: string;
      readonly topic: string;
      readonly bytes: Uint8Array;
    }
  /** Keys go to the new frame worker from now on. */
  | { readonly type: "framesConnected" }
  /** The goodbye is said, or could not be. */
  | { readonly type: "left" };

/** Key worker → frame worker. `baseKey` is transferred: the sender keeps nothing. */
export interface EpochKeyMessage {
  readonly type: "epoch";
  readonly epoch: number;
  readonly cause: EpochCause;
  /** SFrame cipher suite (RFC 9605 §8.1). */
  readonly suite: number;
  readonly baseKey: ArrayBuffer;
  /** How often a call means to change keys, ms: an epoch that gets much older is ratcheted at this pace. */
  readonly rotateMs: number;
  readonly selfLeaf: number;
  /** Who holds which leaf in this epoch. */
  readonly members: readonly (readonly [leaf: number, participantKey: string])[];
}

/** Key worker → frame worker. */
export type KeysToFrames =
  | EpochKeyMessage
  /** Every member has this epoch's key: it can be sent with at once. */
  | { readonly type: "reached"; readonly epoch: number };

export type EncodedFrame = RTCEncodedAudioFrame | RTCEncodedVideoFrame;

/** What a transform is told when it is attached. */
export type TransformOptions = {
  readonly transformId: string;
  readonly codec: Codec;
  /** First stream number, and how many consecutive ones the layers take. */
  readonly stream: number;
  readonly layers: number;
} & (
  | {
      readonly direction: "send";
      /** Pad video frames to one of few sizes, at the cost of up to an eighth more bytes. */
      readonly padVideo?: boolean;
      /** Pad sound frames to so many bytes from the first on, and to more only for one that is longer. */
      readonly padAudioTo?: number;
    }
  | { readonly direction: "receive"; readonly participantKey: string }
);

/** Page → frame worker. */
export type ToFrames =
  | { readonly type: "keys"; readonly port: MessagePort }
  /** For browsers with createEncodedStreams; RTCRtpScriptTransform brings its options by itself. */
  | {
      readonly type: "streams";
      readonly options: TransformOptions;
      readonly readable: ReadableStream<EncodedFrame>;
      readonly writable: WritableStream<EncodedFrame>;
    }
  | { readonly type: "forget"; readonly transformId: string };

/** Why a frame was dropped. */
export type DropReason =
  /** It had no bytes: nothing to say, and decoders do not want it. */
  | "empty"
  /** No epoch key yet. */
  | "no-key"
  /** Not the form of its carrier, or no SFrame header. */
  | "malformed"
  /** An epoch or a ratchet step that we have no key for. */
  | "unknown-key"
  /** The key of somebody or something else than what belongs on this track. */
  | "unexpected-sender"
  | "replay"
  | "auth"
  /** Anything else that went wrong; the frame is dropped all the same. */
  | "error";

/** What one transform has done since it was attached. */
export interface TransformReport {
  readonly transformId: string;
  readonly framesIn: number;
  readonly framesOut: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** How long frames took from coming to being passed on, all together, ms. */
  readonly busyMs: number;
}

/** Frame worker → page. */
export type FromFrames =
  /** The worker listens: transforms may be attached from now on. */
  | { readonly type: "ready" }
  /** A transform got its first frame. */
  | { readonly type: "called"; readonly transformId: string }
  /** A transform has passed its first frame on: encrypted, or opened. */
  | { readonly type: "flowing"; readonly transformId: string }
  | { readonly type: "counters"; readonly transforms: readonly TransformReport[] }
  /** A send transform began to use an epoch, or a receive transform came back after a gap. */
  | { readonly type: "wantKeyFrame"; readonly transformId: string };
