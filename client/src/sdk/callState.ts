/**
 * What a call shows to its user interface: immutable snapshots, compared by identity.
 */

import type { Quality } from "./stats/index.ts";
import type { LinkedDevice, PersonIdentity } from "../workers/protocol.ts";

export type { LinkedDevice, PersonIdentity };
import type { RequestKind } from "@sotto/keyserver-protocol/member";
import type { ChatMessage } from "./chat/index.ts";
import type { CallPolicy, LobbyState, Role, WaitingPerson } from "./host/index.ts";

/** Where the call stands with its group: `joined` means the epoch key is here. */
export type CallPhase = "connecting" | "knocking" | "joined" | "left" | "failed";

/** Where the call stands with the forwarding server. */
export type MediaPhase = "connecting" | "connected" | "reconnecting";

/**
 * What can be seen or heard of one stream:
 * `none` nothing is sent, `waiting-key` it is announced or arrives but cannot be opened yet,
 * `live` frames are being decrypted (or, for oneself, encrypted), `stopped` it was stopped because it was not safe.
 */
export type MediaState = "none" | "waiting-key" | "live" | "stopped";

/** A person's microphone, camera, screen or the screen's sound. */
export interface PersonMedia {
  readonly on: boolean;
  readonly state: MediaState;
  readonly track?: MediaStreamTrack;
  /** Only of a screen: its last picture stands still. */
  readonly paused?: boolean;
}

/** Somebody's device in the call, as the key agreement's roster says; servers have no say in it. */
export interface Person extends PersonIdentity {
  /** Participant id in base64url: changes when the person joins anew. */
  readonly key: string;
  readonly leaf: number;
  readonly displayName: string;
  /** Fingerprint of the long-lived device key, grouped for reading aloud. */
  readonly deviceFingerprint: string;
  readonly isSelf: boolean;
  /** What they may do; while no host is there, somebody stands in as one. */
  readonly role: Role;
  /** Since when their hand is up, ms since 1970 by their clock; 0 if it is down. */
  readonly handSince: number;
  /** They record the call, and may. */
  readonly recording: boolean;
  /** Whether speech is heard, judged from the decoded sound here. */
  readonly speaking: boolean;
  /** How well their streams come through here; of oneself, how well one's own go out. */
  readonly quality: Quality;
  readonly microphone: PersonMedia;
  readonly camera: PersonMedia;
  /** On while it is shared; `paused` while its last picture stands still. */
  readonly screen: PersonMedia;
  /** The sound of the shared tab or system. */
  readonly screenAudio: PersonMedia;
}

/** The error that ended a call. */
export interface CallError {
  readonly code: string;
  readonly message: string;
}

/** One immutable snapshot of a call. */
export interface CallState {
  readonly phase: CallPhase;
  readonly error?: CallError;
  readonly media: MediaPhase;
  readonly keys: "ok" | "degraded";
  /**
   * What the members' reports to each other say of the key server: `withheld` it keeps from us what others know,
   * `forked` it has shown us and others different calls. After `forked` nothing is sent any more, for good.
   */
  readonly integrity: "ok" | "withheld" | "forked";
  /** Who was shown another call, by name, where that is known. */
  readonly forkedWith?: string;
  /** True only when an epoch key is in place and every own stream's transform has proved itself (or nothing is sent). */
  readonly encrypted: boolean;
  /** Number of the current epoch and when it began (milliseconds since 1970). */
  readonly epoch?: { readonly number: number; readonly since: number };
  readonly callCode?: string;
  /** Self first, then by leaf. */
  readonly people: readonly Person[];
  /** One's own other devices, here or not: linked by both sides, in an earlier call or in this one. */
  readonly linkedDevices: readonly LinkedDevice[];
  /** What is allowed in the call, and what we are in it; once joined. */
  readonly policy?: CallPolicy | undefined;
  readonly role?: Role | undefined;
  /** Who waits for a host to decide; empty for guests. */
  readonly waiting: readonly WaitingPerson[];
  /** Why we are not let in yet, or were not. */
  readonly lobby?: LobbyState | undefined;
  /** Written messages, the oldest first. */
  readonly chat: readonly ChatMessage[];
}

export type NoticeSeverity = "info" | "warning" | "error";

/** Something worth telling once; the wording belongs to the user interface. */
export interface CallNotice {
  readonly code: NoticeCode;
  readonly severity: NoticeSeverity;
  /** Values for the wording, such as a person's name. */
  readonly params: Readonly<Record<string, string>>;
}

/** Every code a notice or an error of the SDK itself can carry; the key agreement may add its own `failed` codes. */
export type NoticeCode =
  | "link/incomplete"
  | "link/malformed"
  | "keyserver/away"
  | "keyserver/back"
  | "keyserver/withholds"
  | "sfu/away"
  | "sfu/back"
  | "transform/not-called"
  | "transform/stopped"
  /** The frame worker died and another one is in its place; media come back with the next key. */
  | "transform/restarted"
  | "receive/cannot-decrypt"
  | "identity/changed-key"
  | "member/refused"
  | "codec/unsupported"
  | "browser/unsupported"
  | "call/replaced"
  | "call/removed"
  | "join/timeout";

/** Events beside the state: each listener gets the one argument named here. */
export interface CallEvents {
  notice: CallNotice;
  /** Somebody, perhaps oneself, reacts. */
  reaction: { readonly key: string; readonly emoji: string };
  /** A host asked this device for something; all but "unmute" has been done already. */
  request: { readonly kind: RequestKind; readonly byName: string };
  left: undefined;
  error: CallError;
}
