import type { SeededRandom } from "../../server/testing/seededRandom.ts";
import type { SimulatedMember } from "./simulatedMember.ts";

/** How bad a network is. Shares are per thousand messages. */
export interface Faults {
  readonly lost: number;
  readonly doubled: number;
  readonly overtaking: number;
  /** Longest delay on top of the usual one, ms. */
  readonly delayMs: number;
}

const NO_FAULTS: Faults = { lost: 0, doubled: 0, overtaking: 0, delayMs: 0 };

/** What happens to one message: when its copies arrive, ms from now on top of the usual time; none if it is lost. */
export interface Passage {
  readonly delays: readonly number[];
  /** Whether it may overtake those before it. */
  readonly overtakes: boolean;
}

/** As it should be. */
export const UNHARMED: Passage = { delays: [0], overtakes: false };

/**
 * A network that is worse than a WebSocket can be: messages of an open connection are lost, doubled and overtake one
 * another. Members can also be cut off altogether.
 */
export class FaultyNetwork {
  faults = NO_FAULTS;
  readonly #cutOff = new Set<SimulatedMember>();
  /** Until when nothing arrives, on either side. */
  #stalledUntil = 0;

  /** Whether everybody is reached, and everything arrives in time. */
  isWellAt(time: number): boolean {
    return this.faults === NO_FAULTS && this.#cutOff.size === 0 && this.#stalledUntil <= time;
  }

  /** Members that no connection reaches until `heal`. */
  cutOff(members: readonly SimulatedMember[]): void {
    for (const member of members) {
      this.#cutOff.add(member);
      member.cut();
    }
  }

  /** The key server is busy with something else until then: what is sent to it or by it comes afterwards. */
  stallUntil(time: number): void {
    this.#stalledUntil = Math.max(this.#stalledUntil, time);
  }

  /** When something arrives that would at this time. */
  arrival(time: number): number {
    return Math.max(time, this.#stalledUntil);
  }

  reaches(member: SimulatedMember): boolean {
    return !this.#cutOff.has(member);
  }

  /** Everybody is reached, and everything arrives. */
  heal(): void {
    this.#cutOff.clear();
    this.faults = NO_FAULTS;
  }

  /** Decides about one message. */
  passage(random: SeededRandom): Passage {
    const { lost, doubled, overtaking, delayMs } = this.faults;
    if (lost + doubled + overtaking + delayMs === 0) return UNHARMED;
    if (random.below(1000) < lost) return { delays: [], overtakes: false };
    const delay = () => (delayMs === 0 ? 0 : random.below(delayMs));
    const delays = random.below(1000) < doubled ? [delay(), delay()] : [delay()];
    return { delays, overtakes: random.below(1000) < overtaking };
  }
}
