/** A store that several key servers share: NATS JetStream, whose conditional publish is the compare-and-set. */
import {
  DeliverPolicy,
  DiscardPolicy,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type ConsumerMessages,
  type JetStreamClient,
  type JetStreamManager,
  type StreamConfig,
} from "@nats-io/jetstream";
import { connect, nanos, type NatsConnection } from "@nats-io/transport-node";
import { SottoError } from "@sotto/shared/codec";
import { MAX_MESSAGE_BYTES } from "../../../messages/index.ts";
import type { MemoryBounds } from "../memory/index.ts";
import type { Storage } from "../storage.ts";
import { Watchers } from "../watchers.ts";
import { StreamLogs } from "./streamLogs.ts";
import { StreamMailboxes } from "./streamMailboxes.ts";
import { StreamNotes } from "./streamNotes.ts";
import { Subjects } from "./subjects.ts";
import { SubjectStore } from "./subjectStore.ts";

export interface JetStreamOptions {
  /** Addresses of NATS servers, `nats://host:port`; credentials as the URL has them. */
  readonly servers: readonly string[];
  /** Prefix of streams and subjects: letters and digits. Default "sotto". */
  readonly name?: string;
  /** How many NATS servers hold each message: 1, 3 or 5. Default 1. */
  readonly replicas?: number;
  readonly bounds: MemoryBounds;
}

/** Nothing that is passed on lies longer than this, swept or not, ms. */
const NOTE_AGE_MS = 10 * 60_000;
/** What a message has beside the blob of its record. */
const RECORD_OVERHEAD_BYTES = 1_024;

/**
 * Opens the store, and makes its streams if they are not there. They lie in the servers' memory: a call's log is of
 * no use after the call.
 * @throws SottoError "keyserver/storage" if the name is unusable or the NATS server takes no messages as long as ours;
 *   the client's own errors if it is away or has no JetStream
 */
export async function jetStreamStorage(options: JetStreamOptions): Promise<Storage> {
  const { bounds, name = "sotto", replicas = 1 } = options;
  if (!/^[a-z][a-z0-9]{0,31}$/i.test(name))
    throw new SottoError("keyserver/storage", "a store's name is letters and digits");
  const connection = await connect({ servers: [...options.servers], maxReconnectAttempts: -1 });
  try {
    const needed = MAX_MESSAGE_BYTES + RECORD_OVERHEAD_BYTES;
    if ((connection.info?.max_payload ?? 0) < needed)
      throw new SottoError(
        "keyserver/storage",
        `the NATS server needs max_payload of at least ${needed} bytes`,
      );
    return await openStreams(connection, new Subjects(name), replicas, bounds);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

async function openStreams(
  connection: NatsConnection,
  subjects: Subjects,
  replicas: number,
  bounds: MemoryBounds,
): Promise<Storage> {
  const client = jetstream(connection);
  const manager = await jetstreamManager(connection);
  const common: Partial<StreamConfig> = {
    storage: StorageType.Memory,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.New,
    num_replicas: replicas,
  };
  const open = async (
    part: Parameters<Subjects["stream"]>[0],
    all: string,
    config: Partial<StreamConfig>,
  ): Promise<SubjectStore> => {
    const stream = subjects.stream(part);
    await manager.streams.add({ ...common, ...config, name: stream, subjects: [`${all}>`] });
    return new SubjectStore(client, manager, stream);
  };
  const stores = {
    logs: await open("LOGS", subjects.allLogs, { max_bytes: bounds.bytes }),
    kept: await open("KEPT", subjects.allKept, { max_msgs_per_subject: 1 }),
    mailboxes: await open("MAILBOXES", subjects.allMailboxes, {
      max_msgs_per_subject: 1,
      max_bytes: bounds.bytes,
    }),
    notes: await open("NOTES", subjects.allNotes, {
      max_bytes: bounds.noteBytes,
      max_age: nanos(NOTE_AGE_MS),
    }),
  };
  const watchers = new Watchers();
  const follow = (part: "LOGS" | "NOTES"): Promise<ConsumerMessages> =>
    followStream(client, manager, subjects.stream(part), watchers);
  const following = [await follow("LOGS"), await follow("NOTES")];
  const removals = connection.subscribe(`${subjects.allRemoved}*`, {
    callback: (_error, { subject }) => {
      watchers.tell(`${subjects.allLogs}${subject.slice(subjects.allRemoved.length)}`, "removed");
    },
  });
  await connection.flush();

  const logs = new StreamLogs(stores, subjects, watchers, connection, bounds.groups);
  const mailboxes = new StreamMailboxes(stores.mailboxes, subjects, bounds.mailboxes);
  const notes = new StreamNotes(stores.notes, subjects, watchers);
  return {
    logs,
    mailboxes,
    notes,
    sweep: async (nowMs) => {
      await logs.sweep(nowMs);
      await mailboxes.sweep(nowMs);
      await notes.sweep(nowMs);
    },
    sizes: async () => {
      const [ofLogs, ofMailboxes, ofNotes] = [
        await stores.logs.sizes(),
        await stores.mailboxes.sizes(),
        await stores.notes.sizes(),
      ];
      return {
        groups: ofLogs.subjects,
        mailboxes: ofMailboxes.subjects,
        bytes: ofLogs.bytes + ofMailboxes.bytes + ofNotes.bytes,
      };
    },
    close: async () => {
      removals.unsubscribe();
      for (const messages of following) messages.stop();
      await connection.close();
    },
  };
}

/**
 * Tells watchers of every message that was stored, headers only. One consumer for a whole stream: it is told only of
 * what is stored, in order, and catches up by itself after the connection was away.
 */
async function followStream(
  client: JetStreamClient,
  manager: JetStreamManager,
  stream: string,
  watchers: Watchers,
): Promise<ConsumerMessages> {
  const { state } = await manager.streams.info(stream);
  const consumer = await client.consumers.get(stream, {
    headers_only: true,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: state.last_seq + 1,
  });
  return consumer.consume({
    callback: ({ subject }) => {
      watchers.tell(subject, "changed");
    },
  });
}
