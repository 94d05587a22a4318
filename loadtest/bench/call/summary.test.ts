import { expect, it } from "vitest";
import type { Results } from "../../src/run/index.ts";
import { jsonOf, textOf } from "../report.ts";
import type { PlannedCall } from "./plan.ts";
import { type MeasuredCall, summaryOf } from "./summary.ts";

const some = { count: 1, p50: 100.4, p95: 200.4, p99: 200.4, max: 200.4 };
const none = { count: 0, p50: undefined, p95: undefined, p99: undefined, max: undefined };

function call(size: number, kind: PlannedCall["kind"], over: Partial<Results> = {}): MeasuredCall {
  const results: Results = {
    ...{ about: "", seconds: 1, people: { planned: size, joined: size, failures: {} }, incompleteEpochs: 0 },
    ...{ joinMs: some, memberMs: some, firstFrameMs: some, firstKeyMs: some, epochKeyMs: some },
    ...{
      epochChangeMs: some,
      removalMs: none,
      backMs: none,
      delayMs: some,
      keyBytesPerMinute: 7,
      servers: [],
    },
    frames: {
      ...{ sent: 1, received: 1, lost: 0, lossPercent: 0, decryptFailures: 0 },
      ...{ unknownEpoch: 0, misattributed: 0, foreign: 0 },
    },
    traffic: { bytesSent: 1, bytesReceived: 1, packetsSent: 1, packetsReceived: 1, repaired: 0 },
    tester: { ...{ cores: 1, lateP95: 2, keysLateP95: 2, arrivalBusy: 0.5, busy: 0.5 }, limits: [] },
    timeline: [],
    ...over,
  };
  return { planned: { size, kind, seconds: 1 }, results };
}

it("watches calls of 25, each figure from its kind, and failures of all", () => {
  const failing = { ...call(50, "steady").results.frames, decryptFailures: 2 };
  const report = summaryOf(
    [
      call(25, "steady", { joinMs: { ...some, p95: 900 } }),
      call(25, "moving", { removalMs: { ...some, p95: 240 }, joinMs: { ...some, p95: 1 } }),
      call(25, "quiet", { keyBytesPerMinute: 80_000 }),
      call(50, "steady", { frames: failing }),
      call(10, "steady"),
    ],
    [],
  );
  expect(JSON.parse(jsonOf(report))).toMatchObject({
    bench: "call",
    figures: {
      ...{ joinP95Ms25: 900, epochChangeP95Ms25: 200, removalP95Ms25: 240 },
      ...{ keyBytesPerMinute25: 80_000, decryptFailures: 2 },
    },
  });
  expect(report.rows.map(({ people }) => people)).toEqual([10, 25, 25, 25, 50]);
});

it("leaves out what was not measured, and says so", () => {
  const limits = ["joining: the machine was full while people arrived"];
  const report = summaryOf(
    [call(25, "moving", { tester: { ...call(25, "moving").results.tester, limits } })],
    [{ size: 100, kind: "steady", seconds: 20 }],
  );
  expect(report.figures).toEqual({ decryptFailures: 0 });
  const text = textOf(report);
  expect(text).toContain("25, moving: the load tester is the limit of joining");
  expect(text).toContain("100, steady: no time was left");
});
