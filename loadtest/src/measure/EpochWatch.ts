import type { ParticipantEvent } from "../participant/index.ts";

/** How long changes of the epoch took, ms. */
export interface EpochTimes {
  /** From a commit's sending until the first other member had the new key: what it takes who waits for nobody. */
  readonly firstKey: number[];
  /** Until the last member had it. */
  readonly key: number[];
  /** Until the last member sent with it. */
  readonly change: number[];
  /** The same, of the epochs that put somebody out. */
  readonly removal: number[];
  /** Commits whose epoch some member that was there never reached. */
  readonly incomplete: number;
}

interface Member {
  readonly epochs: Map<number, { readonly at: number; readonly joined: boolean }>;
  readonly switches: { readonly epoch: number; readonly at: number }[];
  from: number;
  until: number;
}

/** Puts together what many members say of their epochs. All clocks are those of one machine. */
export class EpochWatch {
  readonly #commits = new Map<number, { readonly by: number; readonly at: number }>();
  readonly #removals = new Set<number>();
  readonly #members = new Map<number, Member>();

  /** Takes notice of a member's event. */
  heard(index: number, event: ParticipantEvent): void {
    if (event.type === "commit") this.#commits.set(event.epoch, { by: index, at: event.at });
    if (event.type !== "epoch" && event.type !== "switched") return;
    let member = this.#members.get(index);
    if (member === undefined) {
      member = { epochs: new Map(), switches: [], from: event.at, until: Infinity };
      this.#members.set(index, member);
    }
    if (event.type === "switched") {
      member.switches.push(event);
      return;
    }
    const joined = event.cause === "join" || event.cause === "create";
    member.epochs.set(event.epoch, { at: event.at, joined });
    if (event.cause === "removal") this.#removals.add(event.epoch);
  }

  /** A member goes at this time: nothing is expected of it any more. */
  left(index: number, at: number): void {
    const member = this.#members.get(index);
    if (member !== undefined) member.until = Math.min(member.until, at);
  }

  /**
   * @param from commits before this time are not judged: people were still arriving
   * @param until commits after this time are too fresh
   */
  times(from: number, until: number): EpochTimes {
    const times: { -readonly [Name in keyof EpochTimes]: EpochTimes[Name] } = {
      ...{ firstKey: [], key: [], change: [], removal: [], incomplete: 0 },
    };
    for (const [epoch, { by, at: sentAt }] of this.#commits) {
      if (sentAt < from || sentAt > until) continue;
      const there = [...this.#members].filter(
        ([, member]) =>
          member.from < sentAt && member.until > until && member.epochs.get(epoch)?.joined !== true,
      );
      const keys = there.map(([, { epochs }]) => first(epochs, epoch));
      const switched = there.map(([, { switches }]) => switches.find((change) => change.epoch >= epoch)?.at);
      if (keys.length === 0) continue;
      if ([...keys, ...switched].includes(undefined)) {
        times.incomplete += 1;
        continue;
      }
      const took = (at: (number | undefined)[]): number =>
        Math.max(...at.map((time) => (time ?? 0) - sentAt));
      const others = keys.filter((_, at) => there[at]?.[0] !== by);
      if (others.length > 0) times.firstKey.push(Math.min(...others.map((at) => (at ?? 0) - sentAt)));
      times.key.push(took(keys));
      times.change.push(took(switched));
      if (this.#removals.has(epoch)) times.removal.push(took(switched));
    }
    return times;
  }
}

/** When a member had this epoch or, having missed it, a later one. */
function first(epochs: Member["epochs"], epoch: number): number | undefined {
  const later = [...epochs].filter(([number]) => number >= epoch).map(([, { at }]) => at);
  return later.length === 0 ? undefined : Math.min(...later);
}
