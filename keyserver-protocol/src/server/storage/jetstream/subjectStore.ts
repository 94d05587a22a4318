import {
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  type LastForMsgRequest,
  type MsgRequest,
  type NextMsgRequest,
} from "@nats-io/jetstream";
import type { Revision, WriteOutcome } from "../storage.ts";

/** The server's numbers for a write that it refuses (NATS, "JetStream API errors"). */
const WRONG_LAST_SEQUENCE = 10_071;
const NO_ROOM: ReadonlySet<number> = new Set([10_047, 10_077, 10_122]);

/** A message of a subject and its place in the stream, which rises over all subjects. */
export interface Placed {
  readonly place: number;
  readonly data: Uint8Array;
}

/** What came of a write; `place` only of one that was stored. */
export type Written =
  | { readonly outcome: "stored"; readonly place: Revision }
  | { readonly outcome: Exclude<WriteOutcome, "stored"> };

/**
 * One stream as a store of subjects. Reads ask the stream's leader, so that whoever was told of a change sees it.
 * Everything rejects with the client's own errors when the NATS server is away.
 */
export class SubjectStore {
  readonly #client: JetStreamClient;
  readonly #manager: JetStreamManager;
  readonly #stream: string;

  constructor(client: JetStreamClient, manager: JetStreamManager, stream: string) {
    this.#client = client;
    this.#manager = manager;
    this.#stream = stream;
  }

  /** Adds a message; with `expected`, only while that is the place of the subject's last message (0: it has none). */
  async write(subject: string, data: Uint8Array, expected?: number): Promise<Written> {
    try {
      const options = expected === undefined ? {} : { expect: { lastSubjectSequence: expected } };
      const { seq } = await this.#client.publish(subject, data, options);
      return { outcome: "stored", place: seq as Revision };
    } catch (error) {
      if (error instanceof JetStreamApiError) {
        if (error.code === WRONG_LAST_SEQUENCE) return { outcome: "conflict" };
        if (NO_ROOM.has(error.code)) return { outcome: "full" };
      }
      throw error;
    }
  }

  /** The subject's last message. */
  last(subject: string): Promise<Placed | undefined> {
    return this.#get({ last_by_subj: subject });
  }

  /** The subject's first message at that place or after it. */
  from(subject: string, place: number): Promise<Placed | undefined> {
    return this.#get({ seq: place, next_by_subj: subject });
  }

  /** Drops the subject's messages before that place, or all of them. */
  async drop(subject: string, before?: number): Promise<void> {
    const range = before === undefined ? {} : { seq: before };
    await this.#manager.streams.purge(this.#stream, { filter: subject, ...range });
  }

  /** Drops all but the newest messages of the subject. */
  async keepNewest(subject: string, count: number): Promise<void> {
    await this.#manager.streams.purge(this.#stream, { filter: subject, keep: count });
  }

  /** Subjects that have messages, and how many. */
  async subjects(filter: string): Promise<ReadonlyMap<string, number>> {
    const { state } = await this.#manager.streams.info(this.#stream, { subjects_filter: filter });
    return new Map(Object.entries(state.subjects ?? {}));
  }

  async sizes(): Promise<{ readonly subjects: number; readonly bytes: number }> {
    const { state } = await this.#manager.streams.info(this.#stream);
    return { subjects: state.num_subjects ?? 0, bytes: state.bytes };
  }

  async #get(query: LastForMsgRequest | NextMsgRequest): Promise<Placed | undefined> {
    // The leader answers both kinds; the client's types know the second one for direct reads only.
    const message = await this.#manager.streams.getMessage(this.#stream, query as MsgRequest);
    return message === null ? undefined : { place: message.seq, data: message.data };
  }
}
