/** What comes at one receiver: packets and their bytes, RTP headers included. */
export interface Received {
  packets: number;
  bytes: number;
}

/** One participant's connections to a server that is measured. */
export interface Seat {
  /** Sends a picture and a sound from now on. @returns what others view it by */
  publish(broadcast: Broadcast): Promise<string>;
  /** Receives what these publish. */
  view(publishers: readonly string[], received: Received): Promise<void>;
}

/** A server that is measured. */
export interface Arena {
  /** Its process; what descends from it counts too. */
  readonly pid: number;
  seat(): Promise<Seat>;
  close(): Promise<void>;
}

/** Starts a server whose media are at this address. */
export type StartArena = (mediaAddress: string) => Promise<Arena>;

/** A picture and a sound, as ready packets. */
export interface Broadcast {
  readonly video: { readonly ssrc: number; readonly payloadType: number };
  readonly audio: { readonly ssrc: number; readonly payloadType: number };
  readonly begin: (send: (ssrc: number, packet: Buffer) => void) => void;
  /** Somebody needs a key frame. */
  readonly refresh: () => void;
  readonly stop: () => void;
}
