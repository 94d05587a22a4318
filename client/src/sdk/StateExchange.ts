import type { StateMessage, StreamDescription } from "@sotto/keyserver-protocol/member";
import type { Source } from "./streams.ts";

/** What we say of ourselves besides our streams. */
export type OwnState = Omit<StateMessage, "type" | "streams">;

/**
 * What the members tell each other, sealed, about their streams: ours to them, and theirs to us. The servers see none
 * of it.
 */
export class StateExchange {
  readonly #publish: (message: StateMessage) => void;
  readonly #heed: (participantKey: string, message: StateMessage) => StateMessage;
  readonly #heard = new Map<string, StateMessage>();
  /** Kept while media is away: what we send has not changed because a server did. */
  readonly #own = new Map<Source, StreamDescription>();
  #lastSaid = "";

  /** `heed` leaves out of what a member says what they may not do, as it is when it is looked at. */
  constructor(
    publish: (message: StateMessage) => void,
    heed: (participantKey: string, message: StateMessage) => StateMessage = (_, message) => message,
  ) {
    this.#publish = publish;
    this.#heed = heed;
  }

  /** Takes in what a member says. */
  hear(participantKey: string, message: StateMessage): void {
    this.#heard.set(participantKey, message);
  }

  /** Forgets all who are not in the roster any more. */
  keepOnly(participantKeys: ReadonlySet<string>): void {
    for (const key of [...this.#heard.keys()]) if (!participantKeys.has(key)) this.#heard.delete(key);
  }

  /** What a member last said. */
  of(participantKey: string): StateMessage | undefined {
    const message = this.#heard.get(participantKey);
    return message && this.#heed(participantKey, message);
  }

  /** The streams that members have described, by participant. */
  described(): ReadonlyMap<string, readonly StreamDescription[]> {
    return new Map([...this.#heard].map(([key, message]) => [key, this.#heed(key, message).streams]));
  }

  /** Notes what we send. */
  describeOwn(description: StreamDescription): void {
    this.#own.set(description.source, description);
  }

  /** Notes that we do not send a source any more. */
  withdrawOwn(source: Source): void {
    this.#own.delete(source);
  }

  /** What we send. */
  own(): StreamDescription[] {
    return [...this.#own.values()];
  }

  /** Tells the others, if there is anything new. */
  say(said: OwnState): void {
    const message: StateMessage = { type: "state", streams: this.own(), ...said };
    const words = JSON.stringify(message);
    if (words === this.#lastSaid) return;
    this.#lastSaid = words;
    this.#publish(message);
  }

  /** We are somebody new to the group: all is to be said and heard again. */
  reset(): void {
    this.#lastSaid = "";
    this.#heard.clear();
  }
}
