import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadRtc } from "./rtc/index.ts";
import { type Deployment, judge, LoadTest, ownDeployment, type Results, scenarioFrom } from "./run/index.ts";

const unable = await loadRtc().then(
  () => undefined,
  (error: unknown) => String(error),
);
if (unable !== undefined) process.stdout.write(`The load test is skipped. ${unable}\n`);

describe.skipIf(unable !== undefined)("a short load test", () => {
  let deployment: Deployment;
  let results: Results;

  beforeAll(async () => {
    deployment = await ownDeployment(2);
    const scenario = scenarioFrom(undefined, {
      ...{ participants: 5, publishers: 3, screens: 1, viewers: 2, seconds: 8, arrivalMs: 0 },
      ...{ churnPerMinute: 15, rotateSeconds: 3, suite: "classical" },
    });
    results = await new LoadTest({ scenario, deployment, processes: 2, onProgress: () => undefined }).run();
  });

  afterAll(() => deployment.close());

  it("brings everybody in, and everybody receives", () => {
    expect(results.people.failures).toEqual({});
    expect(results.firstFrameMs.count).toBe(results.people.joined);
    expect(results.frames.received).toBeGreaterThan(results.frames.sent);
  });

  it("keeps its limits", () => {
    const outcomes = judge(results, {
      ...{ "max-decrypt-failures": 0, "max-loss-percent": 5, "max-failed": 1 },
      ...{ "max-join-p95": 20_000, "max-epoch-p95": 10_000, "max-delay-p95": 5_000 },
    });
    expect(outcomes.filter(({ holds }) => !holds)).toEqual([]);
  });

  it("takes frames from those whose they are, and changes keys with everybody", () => {
    expect(results.frames).toMatchObject({ misattributed: 0, foreign: 0 });
    expect(results.epochChangeMs.count).toBeGreaterThan(0);
    expect(results.incompleteEpochs).toBe(0);
  });

  it("sees what the servers take", () => {
    expect(results.servers.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["key server", "SFU", "SFU worker 1", "SFU worker 2"]),
    );
    expect(results.servers.every(({ memoryMiB }) => memoryMiB > 0)).toBe(true);
  });
});
