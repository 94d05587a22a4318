import { Call } from "./Call.ts";
import type { SfuLimits } from "./limits.ts";
import { SfuError } from "./SfuError.ts";
import type { WorkerPool } from "./WorkerPool.ts";

/** The calls of this SFU by their ids; a call is made when its first participant is admitted. */
export class CallTable {
  readonly #calls = new Map<string, Call>();
  readonly #arriving = new Map<string, Promise<Call>>();
  readonly #pool: WorkerPool;
  readonly #limits: SfuLimits;
  readonly #now: () => number;

  constructor(pool: WorkerPool, limits: SfuLimits, now: () => number) {
    this.#pool = pool;
    this.#limits = limits;
    this.#now = now;
  }

  get calls(): ReadonlyMap<string, Call> {
    return this.#calls;
  }

  /** The call of this id, made if it is not there yet. @throws SfuError `sfu/limit`, `sfu/internal` */
  async open(callId: string): Promise<Call> {
    const call = this.#calls.get(callId);
    if (call !== undefined && !call.router.closed) return call;
    // Two who come first at the same time must meet in one call.
    const arriving = this.#arriving.get(callId) ?? this.#make(callId);
    this.#arriving.set(callId, arriving);
    try {
      return await arriving;
    } finally {
      this.#arriving.delete(callId);
    }
  }

  /** Ends all calls. */
  close(reason: string): void {
    for (const call of this.#calls.values()) call.close(reason);
  }

  async #make(callId: string): Promise<Call> {
    if (this.#calls.size + this.#arriving.size >= this.#limits.calls) {
      throw new SfuError("sfu/limit", "no room for another call");
    }
    const place = this.#pool.leastLoaded();
    if (place === undefined) throw new SfuError("sfu/internal", "no media worker is running");
    const call = await Call.create(place, this.#limits, this.#now, () => {
      if (this.#calls.get(callId) === call) this.#calls.delete(callId);
    });
    this.#calls.set(callId, call);
    return call;
  }
}
