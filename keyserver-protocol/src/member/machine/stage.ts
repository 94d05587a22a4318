import type { ParticipantId } from "@sotto/shared/ids";
import type { CommitMark, Entry, Mail, Sequence } from "../../messages/index.ts";
import type { OwnKeyPackage } from "../mls/index.ts";
import type { CallAccess } from "./announcement.ts";
import type { WelcomeEnvelope } from "./envelopes.ts";
import type { EpochState } from "./epoch.ts";
import type { Call } from "./identity.ts";

/** What a member is busy with. A machine has one stage at a time and tells it everything that happens. */
export interface Stage {
  /** Called when the stage begins with a connection, and whenever the connection is back. */
  connected(): Promise<void> | void;
  disconnected(): void;
  pushed(message: Entry | Mail): Promise<void> | void;
  /** Deals with what was pushed if it is but the repetition of something; says whether it was. */
  repeated?(message: Entry | Mail): boolean;
  /** Does what is due now; called when `wakeAt` has come, and after every event that may have brought something. */
  tick(): Promise<void> | void;
  /** When `tick` has something to do next, ms; undefined if only an event can change that. */
  wakeAt(): number | undefined;
  leave(): void;
  hintGone(participantId: ParticipantId): void;
  /** There is a way to the other members past the key server. Only who is in a call has a use for it. */
  channelOpened?(): void;
  /** A report came on that way. Says whether `tick` may have something to do about it. */
  heard?(sealed: Uint8Array): Promise<boolean>;
  /** Zeroizes the secrets that no later stage uses. */
  dispose(): void;
}

/** The stages, and what each is begun with. */
export type NextStage =
  | { readonly kind: "finding" }
  | { readonly kind: "creating"; readonly access: CallAccess }
  | { readonly kind: "knocking"; readonly access: CallAccess }
  | {
      readonly kind: "verifying";
      readonly call: Call;
      readonly own: OwnKeyPackage;
      readonly envelope: WelcomeEnvelope;
    }
  | {
      readonly kind: "joined";
      readonly call: Call;
      readonly epoch: EpochState;
      /** First entry of the log that is still to be read. */
      readonly next: Sequence;
      /** What the commit that let us in told the log; undefined if we made the call. */
      readonly letInBy: CommitMark | undefined;
      readonly cause: "create" | "join";
    }
  | { readonly kind: "ended" };
