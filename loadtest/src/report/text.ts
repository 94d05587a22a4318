import type { Quantiles } from "../measure/index.ts";
import type { LimitOutcome } from "../run/limits.ts";
import type { Results } from "../run/results.ts";

/** The distributions, with the words for them. */
export function distributionsOf(results: Results): readonly (readonly [string, Quantiles])[] {
  return [
    ["join time, ms", results.joinMs],
    ["in the group, ms", results.memberMs],
    ["time to first frame, ms", results.firstFrameMs],
    ["new key, first member, ms", results.firstKeyMs],
    ["new key everywhere, ms", results.epochKeyMs],
    ["epoch change, ms", results.epochChangeMs],
    ["removal, ms", results.removalMs],
    ["back after a break, ms", results.backMs],
    ["end-to-end delay, ms", results.delayMs],
  ];
}

/** The single values, with the words for them. */
export function valuesOf(results: Results): readonly (readonly [string, string])[] {
  const { people, frames, traffic, keyBytesPerMinute, incompleteEpochs, tester, servers, browsers } = results;
  const failures = Object.entries(people.failures).map(([reason, count]) => `${count} × ${reason}`);
  return [
    ["people", `${people.joined} of ${people.planned} joined`],
    ...failures.map((text) => ["failure", text] as const),
    ["frames sent, received", `${numberText(frames.sent)}, ${numberText(frames.received)}`],
    ["frames lost", `${numberText(frames.lost)} (${frames.lossPercent} %)`],
    ["decrypt failures", numberText(frames.decryptFailures)],
    ["frames of no epoch of ours", numberText(frames.unknownEpoch)],
    ["frames of the wrong sender", numberText(frames.misattributed)],
    ["epochs that somebody missed", numberText(incompleteEpochs)],
    ["media sent, received", `${megabytes(traffic.bytesSent)}, ${megabytes(traffic.bytesReceived)}`],
    ["packets sent, received", `${numberText(traffic.packetsSent)}, ${numberText(traffic.packetsReceived)}`],
    ["packets sent again", numberText(traffic.repaired)],
    [
      "key bytes per member and minute",
      keyBytesPerMinute === undefined ? "-" : numberText(keyBytesPerMinute),
    ],
    ...servers.map(
      ({ name, cores, memoryMiB }) => [name, `${cores.toFixed(2)} cores, ${memoryMiB} MiB`] as const,
    ),
    [
      "the load tester itself",
      `${tester.cores.toFixed(2)} cores; media late by ${Math.round(tester.lateP95 ?? 0)} ms, keys by ${Math.round(tester.keysLateP95 ?? 0)} ms (p95 of its seconds)`,
    ],
    [
      "the machine",
      `${percent(tester.arrivalBusy)} busy while people arrived, ${percent(tester.busy)} afterwards`,
    ],
    ...tester.limits.map((text) => ["the load tester is the limit of", text] as const),
    ...(browsers === undefined
      ? []
      : [
          [
            "browsers",
            `${browsers.joined} joined, p95 ${Math.round(browsers.joinMs.p95 ?? 0)} ms, ${browsers.decodedPerSecond.toFixed(0)} pictures decoded per second`,
          ] as const,
        ]),
  ];
}

/** The results as tables for a terminal. */
export function textOf(results: Results, limits: readonly LimitOutcome[]): string {
  const head = ["", "count", "p50", "p95", "p99", "max"];
  const rows = distributionsOf(results).map(([name, { count, p50, p95, p99, max }]) => [
    name,
    ...[count, p50, p95, p99, max].map((value) => (value === undefined ? "-" : numberText(value))),
  ]);
  const judged = limits.map(({ name, limit, value, holds }) => [
    `--${name} ${limit}`,
    value === undefined ? "not measured" : numberText(value),
    holds ? "holds" : "DOES NOT HOLD",
  ]);
  return [
    tableOf([head, ...rows]),
    tableOf(valuesOf(results)),
    ...(judged.length > 0 ? [tableOf(judged)] : []),
  ].join("\n\n");
}

function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

export function numberText(value: number): string {
  return value.toLocaleString("en");
}
