import type { Note, Notes, Topic, Unwatch, WatchListener } from "../storage.ts";
import type { Capacity } from "./capacity.ts";
import { Watchers } from "../watchers.ts";

/** Notes of one process. Every method does its work before it yields, so each is atomic. */
export class MemoryNotes implements Notes {
  readonly #notes = new Map<Topic, Note[]>();
  readonly #watchers = new Watchers();
  readonly #capacity: Capacity;
  #lastNumber = 0;

  constructor(capacity: Capacity) {
    this.#capacity = capacity;
  }

  async leave(topic: Topic, blob: Uint8Array, expiresAtMs: number, keep: number): Promise<"stored" | "full"> {
    if (!this.#capacity.claim(blob)) return "full";
    this.#lastNumber += 1;
    const notes = this.#notes.get(topic) ?? [];
    this.#notes.set(topic, notes);
    notes.push({ number: this.#lastNumber, blob, expiresAtMs });
    for (const oldest of notes.splice(0, notes.length - keep)) this.#capacity.release(oldest.blob);
    this.#watchers.tell(topic, "changed");
    return "stored";
  }

  async read(topic: Topic, after: number): Promise<readonly Note[]> {
    return (this.#notes.get(topic) ?? []).filter(({ number }) => number > after);
  }

  async watch(topic: Topic, listener: WatchListener): Promise<Unwatch> {
    return this.#watchers.add(topic, listener);
  }

  sweep(nowMs: number): void {
    for (const [topic, notes] of this.#notes) {
      const kept = notes.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
      for (const note of notes) if (!kept.includes(note)) this.#capacity.release(note.blob);
      if (kept.length > 0) this.#notes.set(topic, kept);
      else this.#notes.delete(topic);
    }
  }
}
