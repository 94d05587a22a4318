import { MAX_MESSAGE_BYTES } from "../messages/index.ts";
import type { LogExtent, MemoryBounds } from "./storage/index.ts";
import type { Rate } from "./tokenBucket.ts";

const KIB = 1024;
const MIB = 1024 * KIB;

/** Everything a keyserver bounds. Times are ms, sizes are bytes. */
export interface Limits {
  readonly connections: number;
  /** Groups one connection may follow at once. */
  readonly subscriptionsPerConnection: number;
  /** Private mailboxes one connection may watch at once. */
  readonly watchesPerConnection: number;
  /** Requests of one connection. */
  readonly requests: Rate;
  /** Requests of one connection that make a group or fill a mailbox. */
  readonly creations: Rate;
  /** Knocks of one connection: each goes to everybody in the call. */
  readonly knocks: Rate;
  /** Bytes of the requests of one connection; the burst must hold the longest message. */
  readonly receivedBytes: Rate;
  /** Bytes that the requests of one connection draw out of the log: replays and conflicts. */
  readonly replayedBytes: Rate;
  /** Malformed and over-rate messages of one connection; it is closed when there are more. */
  readonly refusals: Rate;
  /** Bytes waiting for a slow reader, above which it is cut instead of being sent more. */
  readonly unsentBytes: number;
  /** How often a connection is asked whether it lives; two silences in a row cut it. */
  readonly keepaliveMs: number;
  /** How often what is over is removed, and what is followed is kept. */
  readonly sweepMs: number;
  /** How long a group outlives its last subscriber. */
  readonly groupIdleMs: number;
  /** How much of a group's log is kept. */
  readonly retention: LogExtent;
  /** How long a knock waits for somebody to subscribe. */
  readonly knockMs: number;
  readonly knocksPerGroup: number;
  /** How long mail waits for its joiner to come back. */
  readonly mailMs: number;
  readonly mailsPerMailbox: number;
  readonly storage: MemoryBounds;
}

export const defaultLimits: Limits = {
  // A few kilobytes each when quiet; an operator with more people adds processes.
  connections: 5_000,
  // A client takes part in one call, or in two while it changes calls. The rest is for the load tester.
  subscriptionsPerConnection: 16,
  watchesPerConnection: 16,
  // A member sends about one request in ten seconds; the member that admits joiners sends one Welcome for each.
  requests: { burst: 400, perSecond: 50 },
  // A member announces its call for the next 20 s now and then, and makes a group when it finds none.
  creations: { burst: 30, perSecond: 0.5 },
  // A joiner knocks every 3 s.
  knocks: { burst: 20, perSecond: 2 },
  receivedBytes: { burst: 4 * MAX_MESSAGE_BYTES, perSecond: 2 * MIB },
  // Four whole logs at once: a client that lost its connection several times in a row.
  replayedBytes: { burst: 32 * MIB, perSecond: 1 * MIB },
  // An honest client makes none of these; one that is broken should notice.
  refusals: { burst: 64, perSecond: 0.1 },
  // The longest mail, the longest commit, a full conflict and room for small things.
  unsentBytes: 6 * MIB,
  // Proxies commonly cut what is silent for 30 or 60 s.
  keepaliveMs: 20_000,
  sweepMs: 5_000,
  groupIdleMs: 10 * 60_000,
  // 512 entries are more than an hour of rotations in a quiet call.
  retention: { records: 512, bytes: 8 * MIB },
  // A joiner repeats its knock every 3 s: whoever comes late still hears the last three.
  knockMs: 10_000,
  // As many as may join in one commit with a little to spare.
  knocksPerGroup: 64,
  // A joiner that lost its connection is back, or has given up.
  mailMs: 30_000,
  mailsPerMailbox: 2,
  storage: { groups: 20_000, mailboxes: 50_000, bytes: 512 * MIB, noteBytes: 128 * MIB },
};
