import {
  isWriterIn,
  sortedKeys,
  toSequence,
  type CommitMark,
  type Sequence,
  type WriterKey,
} from "../messages/index.ts";
import type { LogFooting, LogStanding } from "./storage/index.ts";

// A blind server cannot tell a commit from garbage. So a commit counts for good only when another of those who could
// write before it writes after it; until then each of them may put one commit in its place, and no one of them twice.
// Only who is the sole author may do it again: that takes nothing from the others.

/** A commit that nobody has put another in the place of by now counts for good, ms: twice what members wait at most. */
export const FOOTING_MS = 30_000;

interface Standing extends LogStanding {
  readonly footing: LogFooting;
}

/** A log that begins like this. */
export function begun(standing: LogStanding): Standing {
  return { ...standing, footing: footingOn(standing) };
}

/** The footing after a message that `writer` may write. */
export function afterMessage(last: Standing, writer: WriterKey, nowMs: number): LogFooting {
  return isConfirmedBy(last.footing, writer, nowMs) ? footingOn(last) : last.footing;
}

/** The footing after a commit that takes its place in the log at `sequence`. */
export function afterCommit(
  last: Standing,
  { writer, instead }: CommitMark,
  sequence: Sequence,
  nowMs: number,
): LogFooting {
  const { footing } = last;
  if (instead > 0 && isWriterIn(footing.authors, writer)) return footing;
  if (instead > 0) return { ...footing, authors: sortedKeys([...footing.authors, writer]), sequence };
  if (!isConfirmedBy(footing, writer, nowMs)) return footing;
  return { ...footingOn(last), authors: [writer], sequence, sinceMs: Math.floor(nowMs) };
}

/** Whether this writer may put a commit in the place of those that came since the footing. */
export function mayGoBack({ authors }: LogFooting, writer: WriterKey): boolean {
  return authors.length === 1 || !isWriterIn(authors, writer);
}

function footingOn({ currentEpoch, capabilityHash, writers }: LogStanding): LogFooting {
  return { currentEpoch, capabilityHash, writers, authors: [], sequence: toSequence(0), sinceMs: 0 };
}

/** Whether the commits since the footing count, now that `writer` writes: or nobody is left who could speak up. */
function isConfirmedBy({ writers, authors, sinceMs }: LogFooting, writer: WriterKey, nowMs: number): boolean {
  if (isWriterIn(writers, writer) && !isWriterIn(authors, writer)) return true;
  return authors.length >= writers.length || nowMs >= sinceMs + FOOTING_MS;
}
