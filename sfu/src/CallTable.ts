import { Call, type CallSetting } from "./Call.ts";
import { SfuError } from "./SfuError.ts";
import type { Workers } from "./Branches.ts";

/** The calls of this SFU by their ids; a call is made when its first participant is admitted. */
export class CallTable {
  readonly #calls = new Map<string, Call>();
  readonly #making = new Map<string, Promise<Call>>();
  readonly #pool: Workers;
  readonly #setting: CallSetting;
  readonly #changed: (count: number) => void;
  #closed = false;
  #drained: (() => void) | undefined;

  /** `changed` hears how many calls there are whenever that changes. */
  constructor(pool: Workers, setting: CallSetting, changed: (count: number) => void) {
    this.#pool = pool;
    this.#setting = setting;
    this.#changed = (count) => {
      changed(count);
      if (count === 0) this.#drained?.();
    };
  }

  get calls(): ReadonlyMap<string, Call> {
    return this.#calls;
  }

  /** The call of this id, made if it is not there yet. @throws SfuError `sfu/limit`, `sfu/internal` */
  async open(callId: string): Promise<Call> {
    const call = this.#calls.get(callId);
    if (call !== undefined) return call;
    // Two who come first at the same time must meet in one call.
    const making = this.#making.get(callId);
    if (making !== undefined) return await making;
    const made = this.#make(callId);
    this.#making.set(callId, made);
    try {
      return await made;
    } finally {
      this.#making.delete(callId);
    }
  }

  /** Takes no new calls; those that are there go on and may be joined. Resolves when the last has ended. */
  drain(): Promise<void> {
    return new Promise((resolve) => {
      this.#drained = resolve;
      if (this.#calls.size + this.#making.size === 0) resolve();
    });
  }

  /** Whether new calls are taken. */
  get isOpen(): boolean {
    return !this.#closed && this.#drained === undefined;
  }

  /** Ends all calls; no more are made. */
  close(reason: string): void {
    this.#closed = true;
    for (const call of [...this.#calls.values()]) call.close(reason);
  }

  async #make(callId: string): Promise<Call> {
    if (this.#calls.size + this.#making.size >= this.#setting.limits.calls) {
      throw new SfuError("sfu/limit", "no room for another call");
    }
    if (!this.isOpen) throw new SfuError("sfu/limit", "the server takes no more calls");
    const call = await Call.create(this.#pool, this.#setting, () => {
      if (this.#calls.delete(callId)) this.#changed(this.#calls.size);
    });
    if (this.#closed) call.close("the server is closing");
    if (call.ended) throw new SfuError("sfu/internal", "the call could not be made");
    this.#calls.set(callId, call);
    this.#changed(this.#calls.size);
    return call;
  }
}
