import type { VideoCodec } from "./encodings.ts";
import type { ScreenFacet } from "./screen/index.ts";
import type { ChatFacet } from "./chat/index.ts";
import type { RecordingFacet } from "./recording/index.ts";
import type { HostFacet, PolicySettings } from "./host/index.ts";
import type { IdentityFacet } from "./identity/index.ts";
import type { StatsFacet } from "./stats/index.ts";
import type { ViewFacet } from "./view/index.ts";
import type { CallDataFacet } from "./data/index.ts";
import type { CallEvents, CallState } from "./callState.ts";

/** Addresses of the two servers (WebSocket URLs). They are separate origins and never talk to each other. */
export interface CallServers {
  readonly keyserverUrl: string;
  readonly sfuUrl: string;
}

/** How to join a call. */
export interface JoinOptions {
  readonly displayName: string;
  readonly servers: CallServers;
  /** Of the room, where the link says that it has one; without it the call ends with `link/password-needed`. */
  readonly password?: string;
  /** Seconds between key rotations when nobody joins or leaves; 30 if absent. */
  readonly rotateSeconds?: number;
  /** A live microphone track, heard at once if it is enabled. The call sends copies of it and stops it on leaving. */
  readonly microphone?: MediaStreamTrack | null;
  /** A live camera track. The call sends copies of it and stops it when the camera goes off. */
  readonly camera?: MediaStreamTrack | null;
  /** Cipher suite of a call that this participant creates. If absent, what fits the size that is expected. */
  readonly suite?: "xwing" | "classical";
  /** How many people are expected at most, if this participant creates the call: above 250 it is not post-quantum. */
  readonly expectedSize?: number;
  /** What a call that this participant creates allows from its beginning, such as a lobby. */
  readonly policy?: Partial<PolicySettings>;
  /** Never begins a call, and so never is its host by that: waits until somebody has, with the lobby state `empty`. */
  readonly waitForCall?: boolean;
  /**
   * How pictures are encoded; `vp8` if absent. One that cannot be sent from this browser is not sent at all: the notice
   * `codec/unsupported` says so.
   */
  readonly codec?: VideoCodec;
  /** Sends pictures padded to one of few sizes, so that less can be told from them, for up to an eighth more bytes. */
  readonly padVideo?: boolean;
  /** Only looks and listens: tracks that are given are stopped, and nothing is ever sent. */
  readonly receiveOnly?: boolean;
  /**
   * Send and receive through relays only, so that the forwarding server does not see this device's address in the
   * media; where the server names no relay, the call ends with `relay/unavailable`. Relays are used in any case when
   * the server cannot be reached directly. The address that signalling connections come from is not hidden by this.
   */
  readonly relayOnly?: boolean;
}

/** A call in progress. All methods may be called in any phase; after leaving they do nothing. */
export interface Call {
  /** The current snapshot: the same object until something changes. */
  readonly state: CallState;
  /** Calls `listener` after each change of `state`. Returns the function that ends it. */
  subscribe(listener: () => void): () => void;
  /** Listens to one kind of event. Returns the function that ends it. */
  on<E extends keyof CallEvents>(event: E, listener: (detail: CallEvents[E]) => void): () => void;
  /**
   * Sends this microphone track from now on, or none. The call stops the track it replaces. Whether it is heard stays
   * as it was: off if the call began without a microphone, until `setMicrophoneOn(true)`.
   */
  setMicrophone(track: MediaStreamTrack | null): Promise<void>;
  /** Mutes or unmutes. The forwarding server is not told. */
  setMicrophoneOn(on: boolean): Promise<void>;
  /** Sends this camera track from now on; null stops the camera and its light. */
  setCamera(track: MediaStreamTrack | null): Promise<void>;
  /** Figures of every stream; absent where a call has none. */
  readonly stats?: StatsFacet;
  /** What is on screen, so that nothing else is received; absent where a call has no pictures. */
  readonly view?: ViewFacet;
  /** Sharing one's own screen; absent where a call has none. */
  readonly screen?: ScreenFacet;
  /** Who people are: verified, or one's own other devices. Absent in a call that could not begin. */
  readonly identity?: IdentityFacet;
  /** Messages to the other members, beside the media; absent in a call that could not begin. */
  readonly data?: CallDataFacet;
  /** What hosts can do. Absent in a call that could not begin. */
  readonly host?: HostFacet;
  /** Writing to everybody. Absent in a call that could not begin. */
  readonly chat?: ChatFacet;
  /** Saying to everybody that one records. Absent in a call that could not begin. */
  readonly recording?: RecordingFacet;
  /** Raises one's hand, or takes it down. */
  setHand(on: boolean): void;
  /**
   * Shows everybody a reaction, of at most 32 bytes. Rejects with SottoError `call/not-joined`, or the reason why it did
   * not get there.
   */
  react(emoji: string): Promise<void>;
  /** Leaves the call: tracks stopped, connections closed, keys dropped with their workers. */
  leave(): Promise<void>;
}
