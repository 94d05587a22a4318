import { asCapability } from "@sotto/shared/ids";
import { encodeServerMessage, type ClientMessage, type ServerMessage } from "../../messages/index.ts";
import type { ServerConduct } from "./serverConduct.ts";
import type { SimulatedMember } from "./simulatedMember.ts";
import type { Simulation } from "./simulation.ts";

/** How many of a thousand messages are not passed on as they should be. */
const SHARE = 60;
/** Messages that are kept to be said again. */
const KEPT = 40;
/** Longest time that a message is held back, ms. */
const HELD_MS = 8_000;

const errors = ["unknown-group", "bad-capability", "stale-epoch", "trimmed", "rate", "internal"] as const;

/** A key server that does now this, now that with what it passes on. */
export class Mischief implements ServerConduct {
  readonly #simulation: Simulation;
  readonly #kept: ServerMessage[] = [];

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  takes(_: SimulatedMember, message: ClientMessage): ClientMessage | undefined {
    if (!this.#strikes()) return message;
    if (message.type === "publish" || message.type === "append")
      return { ...message, capability: asCapability(this.#simulation.random.bytes(32)) };
    return message.type === "ping" ? message : undefined;
  }

  tells(to: SimulatedMember, message: ServerMessage): readonly (ServerMessage | Uint8Array)[] {
    this.#keep(message);
    if (!this.#strikes()) return [message];
    switch (this.#below(7)) {
      case 0:
        return [];
      case 1:
        return [message, message];
      case 2:
        return [garbled(encodeServerMessage(message), this.#below(1 << 20), 1 + this.#below(255))];
      case 3:
        return [this.#another(message), message];
      case 4:
        return [this.#another(message)];
      case 5:
        return [this.#asError(message)];
      default: {
        const { simulation, ms } = { simulation: this.#simulation, ms: this.#below(HELD_MS) };
        simulation.at(simulation.now + ms, async () => to.tell(message));
        return [];
      }
    }
  }

  /** An earlier message of its kind, to whomever it went, as if it were for this request. */
  #another(message: ServerMessage): ServerMessage {
    const alike = this.#kept.filter(({ type }) => type === message.type);
    const other = alike[this.#below(alike.length)] ?? message;
    return { ...other, requestId: message.requestId } as ServerMessage;
  }

  #asError(message: ServerMessage): ServerMessage {
    if (message.requestId === 0) return message;
    const code = errors[this.#below(errors.length)] ?? "internal";
    return { type: "error", requestId: message.requestId, code: `keyserver/${code}`, message: "" };
  }

  #keep(message: ServerMessage): void {
    if (this.#kept.length < KEPT) this.#kept.push(message);
    else this.#kept[this.#below(KEPT)] = message;
  }

  #strikes(): boolean {
    return this.#below(1000) < SHARE;
  }

  #below(limit: number): number {
    return this.#simulation.random.below(Math.max(1, limit));
  }
}

function garbled(bytes: Uint8Array, place: number, mask: number): Uint8Array {
  const changed = bytes.slice();
  const index = place % bytes.length;
  changed[index] = (changed[index] ?? 0) ^ mask;
  return changed;
}
