import { availableParallelism } from "node:os";
import type { Results } from "../../src/run/index.ts";
import { type Report, type Row, rounded } from "../report.ts";
import {
  CHURN_PER_MINUTE,
  FAST_ROTATION,
  type PlannedCall,
  PUBLISHERS,
  USUAL_ROTATION,
  WATCHED,
} from "./plan.ts";

/** A call that was held, and what came of it. */
export interface MeasuredCall {
  readonly planned: PlannedCall;
  readonly results: Results;
}

/** The report, smallest calls first. @param left calls for which there was no time */
export function summaryOf(measured: readonly MeasuredCall[], left: readonly PlannedCall[]): Report {
  const found = measured.toSorted((one, other) => one.planned.size - other.planned.size);
  return {
    bench: "call",
    figures: figuresOf(found),
    rows: found.map(rowOf),
    notes: [
      `${PUBLISHERS} of each call send sound and a camera's picture, the others receive; all members run on this machine's ${availableParallelism()} cores, together with the servers.`,
      `steady: keys change every ${FAST_ROTATION} s. moving: every ${USUAL_ROTATION} s, and ${CHURN_PER_MINUTE} people a minute leave and others come. quiet: every ${USUAL_ROTATION} s.`,
      "first key: until one other member has the new key, which is what a member on a device of its own takes; new key: until the last one has it; missed: epochs that somebody never had, which are in no time.",
      ...found.flatMap(({ planned: { size, kind }, results: { tester } }) =>
        tester.limits.map((limit) => `${size}, ${kind}: the load tester is the limit of ${limit}.`),
      ),
      ...left.map(({ size, kind }) => `${size}, ${kind}: no time was left; --only ${size} does it alone.`),
    ],
  };
}

/** One call as a row of the table. */
export function rowOf({ planned: { size, kind }, results }: MeasuredCall): Row {
  const { joinMs, firstFrameMs, firstKeyMs, epochKeyMs, epochChangeMs, removalMs, tester } = results;
  return {
    ...{ people: size, call: kind, joined: results.people.joined },
    ...{ "join p50": rounded(joinMs.p50), "join p95": rounded(joinMs.p95) },
    "first frame p95": rounded(firstFrameMs.p95),
    ...{ "first key p50": rounded(firstKeyMs.p50), "new key p50": rounded(epochKeyMs.p50) },
    ...{ "change p50": rounded(epochChangeMs.p50), "change p95": rounded(epochChangeMs.p95) },
    ...{ "removal p50": rounded(removalMs.p50), "removal p95": rounded(removalMs.p95) },
    missed: results.incompleteEpochs,
    "key B/min": results.keyBytesPerMinute,
    ...{ "delay p95": rounded(results.delayMs.p95), "lost %": rounded(results.frames.lossPercent) },
    "not decrypted": results.frames.decryptFailures,
    ...{ "media late": rounded(tester.lateP95), "keys late": rounded(tester.keysLateP95) },
    "busy %": rounded(100 * tester.busy),
  };
}

function figuresOf(found: readonly MeasuredCall[]): Record<string, number> {
  const watched = (kind: PlannedCall["kind"]): Results | undefined =>
    found.find(({ planned }) => planned.size === WATCHED && planned.kind === kind)?.results;
  const figures: Readonly<Record<string, number | undefined>> = {
    joinP95Ms25: watched("steady")?.joinMs.p95,
    epochChangeP95Ms25: watched("steady")?.epochChangeMs.p95,
    removalP95Ms25: watched("moving")?.removalMs.p95,
    keyBytesPerMinute25: watched("quiet")?.keyBytesPerMinute,
    decryptFailures: found.reduce((sum, { results }) => sum + results.frames.decryptFailures, 0),
  };
  return Object.fromEntries(
    Object.entries(figures).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Math.round(value)]],
    ),
  );
}
