import type { ClientMessage, ServerMessage } from "../../messages/index.ts";
import type { SimulatedMember } from "./simulatedMember.ts";

/** What a key server does with what it should take and pass on as it is. */
export interface ServerConduct {
  /** What the server's own bookkeeping gets of a request; undefined if it pretends that it never came. */
  takes(from: SimulatedMember, message: ClientMessage): ClientMessage | undefined;
  /** What is told to a member instead of a reply or push; bytes if they need not be a message at all. */
  tells(to: SimulatedMember, message: ServerMessage): readonly (ServerMessage | Uint8Array)[];
}

export const HONEST_SERVER: ServerConduct = {
  takes: (_, message) => message,
  tells: (_, message) => [message],
};
