import type { types } from "mediasoup";
import { Branch, type Direction } from "./Branch.ts";
import type { Capacity } from "./Capacity.ts";
import { Pipe } from "./Pipe.ts";
import { layPipePair, type PipePair } from "./PipePair.ts";
import { placeFor } from "./placement.ts";
import { SfuError } from "./SfuError.ts";
import type { MediaWorker } from "./WorkerPool.ts";

/** What a call needs to know of the workers. */
export interface Workers {
  /** Those that run. */
  readonly workers: readonly MediaWorker[];
}

/** The routers of one call, on the workers that it is spread over, and the pipes between them. */
export class Branches {
  readonly #pool: Workers;
  readonly #spreadLoad: number;
  readonly #capacity: Capacity;
  readonly #onDeath: () => void;
  /** The first is the stage. */
  readonly #branches = new Map<MediaWorker, Branch>();
  readonly #pairs = new WeakMap<Branch, Map<Branch, Promise<PipePair>>>();
  /** By producer, then by the branch they lead to. */
  readonly #pipes = new Map<types.Producer, Map<Branch, Promise<Pipe>>>();

  /** @param onDeath called when a worker has died and its branch is gone */
  constructor(pool: Workers, spreadLoad: number, capacity: Capacity, onDeath: () => void) {
    this.#pool = pool;
    this.#spreadLoad = spreadLoad;
    this.#capacity = capacity;
    this.#onDeath = onDeath;
  }

  /** Where streams come in; undefined while there is no branch. */
  get stage(): Branch | undefined {
    return this.#branches.values().next().value;
  }

  get size(): number {
    return this.#branches.size;
  }

  /** The branch for a new transport. @throws SfuError `sfu/internal` if no worker runs */
  choose(direction: Direction): Branch {
    const candidates = this.#pool.workers.map((worker) => {
      const branch = this.#branches.get(worker);
      return { worker, load: worker.load, callLoad: branch?.load };
    });
    const stage = candidates.find(({ worker }) => worker === this.stage?.place);
    const place = placeFor(direction, candidates, stage, this.#spreadLoad)?.worker;
    if (place === undefined) throw new SfuError("sfu/internal", "no media worker is running");
    const known = this.#branches.get(place);
    if (known !== undefined) return known;
    const branch = new Branch(place, () => {
      if (this.#branches.get(place) !== branch) return;
      this.#branches.delete(place);
      this.#onDeath();
    });
    this.#branches.set(place, branch);
    return branch;
  }

  /**
   * Has a producer's stream come to a branch.
   * @returns undefined if it is there anyway
   * @throws if the producer closes or a worker dies
   */
  async bring(producer: types.Producer, from: Branch, to: Branch): Promise<Pipe | undefined> {
    if (from === to) return undefined;
    let ways = this.#pipes.get(producer);
    if (ways === undefined) {
      ways = new Map();
      this.#pipes.set(producer, ways);
      producer.observer.once("close", () => this.#pipes.delete(producer));
    }
    const known = ways.get(to);
    if (known !== undefined) return await known;
    const laid = this.#lay(producer, from, to);
    ways.set(to, laid);
    try {
      const pipe = await laid;
      pipe.onClose(() => ways.delete(to));
      return pipe;
    } catch (error) {
      ways.delete(to);
      throw error;
    }
  }

  async #lay(producer: types.Producer, from: Branch, to: Branch): Promise<Pipe> {
    const pipe = await Pipe.lay(producer, await this.#pairBetween(from, to));
    const [out, into] = pipe.ends;
    this.#capacity.hold("pipe", out);
    from.countPipe(out);
    to.countPipe(into);
    return pipe;
  }

  /** One pair for all streams of one direction. */
  async #pairBetween(from: Branch, to: Branch): Promise<PipePair> {
    let pairs = this.#pairs.get(from);
    if (pairs === undefined) {
      pairs = new Map();
      this.#pairs.set(from, pairs);
    }
    const known = pairs.get(to);
    if (known !== undefined) return await known;
    const laid = Promise.all([from.opened, to.opened]).then(([one, other]) => layPipePair(one, other));
    pairs.set(to, laid);
    try {
      const pair = await laid;
      pair.near.observer.once("close", () => pairs.delete(to));
      return pair;
    } catch (error) {
      pairs.delete(to);
      throw error;
    }
  }

  close(): void {
    for (const branch of this.#branches.values()) branch.close();
    this.#branches.clear();
  }
}
