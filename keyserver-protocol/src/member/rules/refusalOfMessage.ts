import type { LeafIndex } from "@sotto/shared/ids";
import type { Role, StateMessage } from "../api.ts";
import type { WireMessage } from "../appMessage.ts";
import type { Policy } from "./policy.ts";
import { roleOf, type Standing } from "./roles.ts";

/**
 * Says why a message is not heeded, or undefined if it is. Pure, and a function of what all members share at that point of
 * the log. A refused `state` is still that member's state: only what it may not do in it is left out by who shows it.
 */
export function refusalOfMessage(
  policy: Policy,
  standing: Standing,
  sender: LeafIndex,
  message: WireMessage,
): string | undefined {
  const role = roleOf(standing, sender);
  switch (message.type) {
    case "request":
      return role === "guest" ? "only hosts ask others to do something" : undefined;
    case "turnedAway":
      return role === "guest" ? "only hosts turn people away" : undefined;
    case "endCall":
      return role === "host" ? undefined : "only a host ends the call for everybody";
    case "state":
      if (!mayShare(policy, role) && sharesScreen(message)) return "only hosts share a screen";
      if (message.recording && !mayRecord(policy, role)) return "recording is not allowed";
      return undefined;
    case "alive":
    case "chat":
    case "leave":
    case "link":
    case "look":
    case "probe":
    case "reaction":
      return undefined;
  }
}

/** Whether somebody of this role may share a screen. */
export function mayShare({ share }: Pick<Policy, "share">, role: Role): boolean {
  return share === "all" || role !== "guest";
}

/** Whether somebody of this role may record. */
export function mayRecord({ record }: Pick<Policy, "record">, role: Role): boolean {
  return record === "all" || (record === "hosts" && role !== "guest");
}

function sharesScreen({ screenOn, streams }: StateMessage): boolean {
  return screenOn || streams.some(({ source }) => source === "screen" || source === "screen-audio");
}
