import { toSequence } from "../../messages/index.ts";
import type { LogFooting, LogRecord } from "../storage/index.ts";
import { commitMark, messageMark, writers } from "./writers.ts";

/** A record that a test writes to a store, with marks and a standing of its kind. */
export function recordOf(
  kind: LogRecord["kind"],
  place: Pick<LogRecord, "sequence" | "epoch" | "blob" | "currentEpoch" | "capabilityHash">,
): LogRecord {
  const { epoch, blob, currentEpoch, capabilityHash, sequence } = place;
  const footing: LogFooting = {
    currentEpoch,
    capabilityHash,
    writers: writers.slice(1, 3),
    authors: writers.slice(2, 3),
    sequence: toSequence(sequence - 1),
    sinceMs: 77,
  };
  const common = { ...place, writers: writers.slice(0, 2), footing };
  if (kind === "created") return { ...common, kind };
  if (kind === "application") return { ...common, kind, mark: messageMark(epoch, blob, sequence - 1) };
  const marking = { added: writers.slice(3, 4), removed: writers.slice(4, 6) };
  return { ...common, kind, mark: commitMark(epoch, blob, marking) };
}
