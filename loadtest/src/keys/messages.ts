import type { AppMessage, EpochEvent, RosterEntry, SuiteName } from "@sotto/keyserver-protocol/member";
import type { CallId, Epoch, ParticipantId } from "@sotto/shared/ids";

/** What a member of the group is opened with. */
export interface MemberPlan {
  readonly index: number;
  readonly linkSecret: Uint8Array;
  readonly keyserverUrl: string;
  readonly rotateMs: number;
  readonly expectedSize: number;
  readonly suite?: SuiteName;
}

/** What media need of an epoch. `baseKey` belongs to the receiver, who zeroizes it. */
export type EpochKeys = Pick<EpochEvent, "epoch" | "cause" | "baseKey" | "sframeSuite" | "selfLeaf"> & {
  readonly roster: readonly Pick<RosterEntry, "leaf" | "participantId">[];
};

/** What a member tells its media; times in ms since 1970, taken where the keys are. */
export type MemberNews =
  | {
      readonly type: "call";
      readonly sfuCallId: CallId;
      readonly sfuAdmission: Uint8Array;
      readonly participantId: ParticipantId;
    }
  | { readonly type: "epoch"; readonly keys: EpochKeys; readonly at: number }
  | { readonly type: "reached"; readonly epoch: Epoch }
  | { readonly type: "report"; readonly sealed: Uint8Array }
  | { readonly type: "commit"; readonly epoch: number; readonly at: number; readonly bytes: number }
  | { readonly type: "failed"; readonly reason: string };

/** What the thread of keys is told. */
export type ToKeys =
  | { readonly type: "open"; readonly plan: MemberPlan }
  | { readonly type: "publish"; readonly index: number; readonly message: AppMessage }
  | { readonly type: "channel"; readonly index: number; readonly isOpen: boolean }
  | { readonly type: "heard"; readonly index: number; readonly sealed: Uint8Array }
  | { readonly type: "leave" | "close"; readonly index: number }
  | { readonly type: "finish" };

/** How the thread of keys is. */
export interface KeyFigures {
  /** Between all its members and the key server, both ways, since it began. */
  readonly bytes: number;
  /** By how much its event loop was late, ms: the 99th percentile since the last time. */
  readonly lateMs: number;
}

/** What the thread of keys says. */
export type FromKeys =
  | { readonly type: "ready" }
  | { readonly type: "news"; readonly index: number; readonly news: MemberNews }
  /** Every second, and once more when it is told to finish. */
  | { readonly type: "figures"; readonly figures: KeyFigures; readonly isLast: boolean };
