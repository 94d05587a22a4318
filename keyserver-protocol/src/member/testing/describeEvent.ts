import type { MemberEvent } from "../api.ts";

/** An event in the words of a failed test's story. */
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
    case "integrity":
      return `integrity: ${event.state}`;
    case "reached":
      return `reached ${event.epoch}`;
    case "call":
    case "report":
      return event.type;
  }
}
