import type { ParticipantEvent } from "../participant/index.ts";
import type { HistogramData } from "../measure/index.ts";
import type { SourceName } from "../frames/index.ts";

/** What all participants of a run have in common. */
export interface CallSetting {
  /** base64url */
  readonly linkSecret: string;
  readonly keyserverUrl: string;
  readonly sfuUrl: string;
  readonly loss: number;
  readonly screenBitrate: number;
  readonly rotateMs: number;
  readonly expectedSize: number;
  readonly suite?: "xwing" | "classical";
}

/** What a crew process is told. */
export type ToCrew =
  | { readonly type: "call"; readonly setting: CallSetting }
  | {
      readonly type: "add";
      readonly index: number;
      readonly sends: readonly SourceName[];
      readonly tiles: number;
    }
  | { readonly type: "leave" | "vanish" | "cut"; readonly index: number }
  | { readonly type: "finish" };

/** Sums over the participants of a process, since it began. */
export interface CrewCounts {
  framesSent: number;
  framesReceived: number;
  lost: number;
  decryptFailures: number;
  unknownEpoch: number;
  misattributed: number;
  foreign: number;
  bytesSent: number;
  bytesReceived: number;
  packetsSent: number;
  packetsReceived: number;
  repaired: number;
  keyBytes: number;
}

export const noCounts: Readonly<CrewCounts> = {
  ...{
    framesSent: 0,
    framesReceived: 0,
    lost: 0,
    decryptFailures: 0,
    unknownEpoch: 0,
    misattributed: 0,
    foreign: 0,
  },
  ...{ bytesSent: 0, bytesReceived: 0, packetsSent: 0, packetsReceived: 0, repaired: 0, keyBytes: 0 },
};

/** What a crew process says. */
export type FromCrew =
  | { readonly type: "ready" }
  | { readonly type: "unable"; readonly reason: string }
  | { readonly type: "event"; readonly index: number; readonly event: ParticipantEvent }
  /** Every second, and once more at the end. */
  | {
      readonly type: "figures";
      readonly counts: CrewCounts;
      /** Ages of the frames that came since the last time, ms. */
      readonly delays: HistogramData;
      /** By how much its media were late, ms: what its own delays add to what is measured. */
      readonly lateMs: number;
      /** The same of its thread of keys. */
      readonly keysLateMs: number;
      readonly isLast: boolean;
    };
