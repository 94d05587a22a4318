import type { Note, Notes, Topic, Unwatch, WatchListener } from "../storage.ts";
import type { Watchers } from "../watchers.ts";
import { decodeNote, encodeNote } from "./records.ts";
import type { SubjectStore } from "./subjectStore.ts";
import type { Subjects } from "./subjects.ts";

/** Notes in a stream of their own, a subject for each topic. A note's number is its place in the stream. */
export class StreamNotes implements Notes {
  readonly #store: SubjectStore;
  readonly #subjects: Subjects;
  readonly #watchers: Watchers;

  constructor(store: SubjectStore, subjects: Subjects, watchers: Watchers) {
    this.#store = store;
    this.#subjects = subjects;
    this.#watchers = watchers;
  }

  async leave(topic: Topic, blob: Uint8Array, expiresAtMs: number, keep: number): Promise<"stored" | "full"> {
    const subject = this.#subjects.note(topic);
    const { outcome } = await this.#store.write(subject, encodeNote(expiresAtMs, blob));
    if (outcome !== "stored") return "full";
    await this.#store.keepNewest(subject, keep);
    return "stored";
  }

  async read(topic: Topic, after: number): Promise<readonly Note[]> {
    const notes: Note[] = [];
    for (let next = after + 1; ;) {
      const message = await this.#store.from(this.#subjects.note(topic), next);
      if (message === undefined) return notes;
      notes.push({ number: message.place, ...decodeNote(message.data) });
      next = message.place + 1;
    }
  }

  async watch(topic: Topic, listener: WatchListener): Promise<Unwatch> {
    return this.#watchers.add(this.#subjects.note(topic), listener);
  }

  /** Removes expired notes from the old end of each topic. */
  async sweep(nowMs: number): Promise<void> {
    for (const subject of (await this.#store.subjects(`${this.#subjects.allNotes}>`)).keys()) {
      let kept = 0;
      for (;;) {
        const message = await this.#store.from(subject, kept);
        if (message === undefined || decodeNote(message.data).expiresAtMs > nowMs) break;
        kept = message.place + 1;
      }
      if (kept > 0) await this.#store.drop(subject, kept);
    }
  }
}
