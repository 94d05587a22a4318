import type { StateMessage } from "../api.ts";
import type { WireMessage } from "../appMessage.ts";

/** A message on its way to the log. */
export interface OutgoingMessage {
  readonly message: WireMessage;
  /** What the session wants to be told about when the log has it. */
  tickets: number[];
  /** Hash of the sealed bytes last sent, by which the log's copy is known. */
  sentAs: string | undefined;
}

/** Messages that the log does not have yet, in order. Of several states, signs of life or equal probes one is enough. */
export class Outgoing {
  readonly #queue: OutgoingMessage[] = [];
  #state: StateMessage | undefined;

  /** Our state as last said. */
  get state(): StateMessage | undefined {
    return this.#state;
  }

  /** Our state, if newcomers have to be told: of whom they hear nothing they take it that nothing is on. */
  get news(): StateMessage | undefined {
    return this.#state === undefined || isAtRest(this.#state) ? undefined : this.#state;
  }

  get first(): OutgoingMessage | undefined {
    return this.#queue[0];
  }

  /** Appends a message, or lets it stand in for an earlier one that it makes pointless. */
  add(message: WireMessage, ticket?: number): void {
    if (message.type === "state") this.#state = message;
    const tickets = ticket === undefined ? [] : [ticket];
    const earlier = this.#queue.findIndex(
      (other) => other.sentAs === undefined && replaces(message, other.message),
    );
    const replaced = earlier === -1 ? undefined : this.#queue.splice(earlier, 1)[0];
    this.#queue.push({ message, tickets: [...(replaced?.tickets ?? []), ...tickets], sentAs: undefined });
  }

  /** Puts a goodbye in front of everything else. */
  addFirst(message: WireMessage): void {
    this.#queue.unshift({ message, tickets: [], sentAs: undefined });
  }

  /** The log has the message with this hash. Gives the tickets to be told. */
  confirm(hash: string): number[] {
    const index = this.#queue.findIndex(({ sentAs }) => sentAs === hash);
    return index === -1 ? [] : (this.#queue.splice(index, 1)[0]?.tickets ?? []);
  }

  /** What was sent and not confirmed may be lost: it is sent again. */
  sendAgain(): void {
    for (const item of this.#queue) item.sentAs = undefined;
  }

  /** A new epoch: whoever needs a probe in it will be seen, and messages are sealed anew. */
  beginEpoch(): void {
    this.sendAgain();
    this.#queue.splice(
      0,
      this.#queue.length,
      ...this.#queue.filter(({ message }) => message.type !== "probe"),
    );
  }
}

function isAtRest(state: StateMessage): boolean {
  const { streams, microphoneOn, cameraOn, screenOn, recording, handSince } = state;
  return !(microphoneOn || cameraOn || screenOn || recording) && streams.length === 0 && handSince === 0;
}

function replaces(message: WireMessage, earlier: WireMessage): boolean {
  if (message.type === "probe") return earlier.type === "probe" && earlier.leaf === message.leaf;
  return message.type === earlier.type && ["state", "alive", "look"].includes(message.type);
}
