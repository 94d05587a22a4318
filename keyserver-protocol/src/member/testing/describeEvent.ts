import type { MemberEvent } from "../api.ts";

/** An event in a few words, for the story that a failed test tells. */
export function describeEvent(event: MemberEvent): string {
  switch (event.type) {
    case "phase":
      return [event.phase, event.error?.code, (event.error?.cause as Error | undefined)?.stack].join(" ");
    case "epoch":
      return `epoch ${event.epoch} ${event.cause} [${event.roster.map(({ displayName }) => displayName).join(", ")}]`;
    case "refused":
      return `refused: ${event.reason}`;
    case "health":
      return `health: ${event.reason ?? "ok"}`;
    case "app":
      return `${event.message.type} from ${event.sender}`;
    case "call":
    case "report":
      return event.type;
    case "integrity":
      return `integrity: ${event.state}`;
    case "reached":
      return `reached ${event.epoch}`;
    case "policy":
      return `policy, as ${event.role}`;
    case "knocks":
      return `waiting: ${event.waiting.map(({ displayName }) => displayName).join(", ")}`;
    case "lobby":
      return `lobby: ${event.state}`;
  }
}
