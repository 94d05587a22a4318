import type { SottoError } from "@sotto/shared/codec";
import type { ParticipantId } from "@sotto/shared/ids";
import type { ClientMessage, ServerMessage } from "../../messages/index.ts";
import type { AppMessage, HostAction, MemberEvent } from "../api.ts";

/** What happens to the machine. */
export type MachineEvent =
  | { readonly type: "connected" }
  | { readonly type: "disconnected" }
  | { readonly type: "received"; readonly message: ServerMessage }
  /** The time that `wakeAt` named has come. */
  | { readonly type: "tick" }
  /** `ticket` comes back in "published" or "dropped". */
  | { readonly type: "publish"; readonly message: AppMessage; readonly ticket: number }
  /** `ticket` comes back in "acted". */
  | { readonly type: "act"; readonly action: HostAction; readonly ticket: number }
  | { readonly type: "leave" }
  /** A way to the other members past the key server has opened or closed; what came on it. */
  | { readonly type: "channel"; readonly isOpen: boolean }
  | { readonly type: "heard"; readonly sealed: Uint8Array }
  | { readonly type: "hintGone"; readonly participantId: ParticipantId };

/** What the machine wants done, in order. */
export type Effect =
  | { readonly type: "send"; readonly message: ClientMessage }
  | { readonly type: "emit"; readonly event: MemberEvent }
  | { readonly type: "published"; readonly ticket: number }
  /** What a host wanted is done, or can not be. */
  | { readonly type: "acted"; readonly ticket: number; readonly error?: SottoError }
  /** The connection is not to be relied on: it is to be given up for a new one. */
  | { readonly type: "reconnect" }
  /** The machine is over; the connection can go. */
  | { readonly type: "end" };
