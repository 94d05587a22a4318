import { decodeServerMessage, encodeServerMessage, type ServerMessage } from "../../messages/index.ts";
import type { Attack } from "./attack.ts";
import { HONEST_SERVER, type ServerConduct } from "./serverConduct.ts";
import type { SimulatedMember } from "./simulatedMember.ts";

/** Changes the bytes of a message at one place; undefined if there is no such place any more. */
export type Change = (bytes: Uint8Array, place: number, mask: number) => Uint8Array | undefined;

/** Everything from there on is missing. */
export const cutShort: Change = (bytes, place) => (place < bytes.length ? bytes.slice(0, place) : undefined);

/** One byte is another. */
export const flip: Change = (bytes, place, mask) => {
  if (place >= bytes.length) return undefined;
  const changed = bytes.slice();
  changed[place] = (changed[place] ?? 0) ^ mask;
  return changed;
};

/** What became of changed messages. */
export interface Outcomes {
  tried: number;
  /** No message of the protocol: the connection was given up. */
  cut: number;
  /** Refused, and said so. */
  refused: number;
  /** Had no effect, or none that lasted. */
  ignored: number;
  /** Joined anew because of it. */
  rejoined: number;
}

export interface TamperingOptions {
  /** Which messages to which member. */
  readonly concerns: (to: SimulatedMember, message: ServerMessage) => boolean;
  /** Brings such a message about. */
  readonly provoke: () => Promise<void> | void;
  /** Holds when the effects of the last change are over. */
  readonly settled: () => boolean;
  /** What the server does until then. */
  readonly conduct?: Partial<ServerConduct>;
  /** Bytes to change, within the message: what it says under its seals, say. By default all of it. */
  readonly changeWithin?: (
    message: ServerMessage,
    change: (bytes: Uint8Array) => Uint8Array,
  ) => ServerMessage;
  /** Only every so many places. */
  readonly stride?: number;
}

/** A message that has not come by then has to be provoked again, ms; and how often. */
const PROVOKED_MS = 15_000;
const PROVOCATIONS = 10;
const SETTLED_MS = 240_000;
/** How long effects are waited for, ms. */
const EFFECT_MS = 300;

/** Changes one message after another, each at the next place, until there is no further place. */
export async function tamper(attack: Attack, change: Change, options: TamperingOptions): Promise<Outcomes> {
  const { simulation } = attack;
  const outcomes: Outcomes = { tried: 0, cut: 0, refused: 0, ignored: 0, rejoined: 0 };
  const stride = options.stride ?? 1;
  for (let place = 0; ; place += stride) {
    const trial = new Trial(attack, change, place, options);
    simulation.server = trial;
    for (let time = 0; time < PROVOCATIONS && !trial.isDone; time += 1) {
      await options.provoke();
      await simulation.runUntil(() => trial.isDone, PROVOKED_MS);
    }
    if (!trial.isDone) throw new Error(`no message to change\n${simulation.story()}`);
    simulation.server = HONEST_SERVER;
    if (trial.victim === undefined) break;
    const before = trial.before;
    await simulation.run(EFFECT_MS);
    await simulation.until(options.settled, SETTLED_MS);
    outcomes.tried += 1;
    if (trial.isGibberish) outcomes.cut += 1;
    else if (refusalsOf(trial.victim) > before.refusals) outcomes.refused += 1;
    else outcomes.ignored += 1;
    if (trial.victim.calls > before.calls) outcomes.rejoined += 1;
  }
  return outcomes;
}

class Trial implements ServerConduct {
  isDone = false;
  isGibberish = false;
  victim: SimulatedMember | undefined;
  before = { refusals: 0, calls: 0 };
  readonly #attack: Attack;
  readonly #change: Change;
  readonly #place: number;
  readonly #options: TamperingOptions;

  constructor(attack: Attack, change: Change, place: number, options: TamperingOptions) {
    this.#attack = attack;
    this.#change = change;
    this.#place = place;
    this.#options = options;
  }

  takes(...[from, message]: Parameters<ServerConduct["takes"]>): ReturnType<ServerConduct["takes"]> {
    return (this.#options.conduct?.takes ?? HONEST_SERVER.takes)(from, message);
  }

  tells(to: SimulatedMember, message: ServerMessage): readonly (ServerMessage | Uint8Array)[] {
    const { concerns, conduct, changeWithin } = this.#options;
    if (this.isDone || !concerns(to, message)) return (conduct?.tells ?? HONEST_SERVER.tells)(to, message);
    this.isDone = true;
    const mask = 1 + this.#attack.simulation.random.below(255);
    const changed =
      changeWithin === undefined ? this.#changed(message, mask) : this.#changedWithin(message, mask);
    if (changed === undefined) return [message];
    this.victim = to;
    this.before = { refusals: refusalsOf(to), calls: to.calls };
    this.isGibberish = !isMessage(changed);
    return [changed];
  }

  #changed(message: ServerMessage, mask: number): Uint8Array | undefined {
    return this.#change(encodeServerMessage(message), this.#place, mask);
  }

  #changedWithin(message: ServerMessage, mask: number): Uint8Array | undefined {
    const results: (Uint8Array | undefined)[] = [];
    const changed = this.#options.changeWithin?.(message, (bytes) => {
      results.push(this.#change(bytes, this.#place, mask));
      return results[0] ?? bytes;
    });
    return changed !== undefined && results[0] !== undefined ? encodeServerMessage(changed) : undefined;
  }
}

function refusalsOf(member: SimulatedMember): number {
  return member.events.filter(({ type }) => type === "refused").length;
}

function isMessage(bytes: Uint8Array): boolean {
  try {
    decodeServerMessage(bytes);
    return true;
  } catch {
    return false;
  }
}
