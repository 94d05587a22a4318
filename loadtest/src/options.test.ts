import { describe, expect, it } from "vitest";
import { OptionError, readOptions, scenarioNames } from "./options.ts";
import { htmlOf, textOf } from "./report/index.ts";
import { judge, type Results } from "./run/index.ts";

const none = { count: 0, p50: undefined, p95: undefined, p99: undefined, max: undefined };
const some = { count: 3, p50: 10, p95: 20, p99: 30, max: 30 };

function resultsOf(change: Partial<Results> = {}): Results {
  return {
    about: "</script><b>",
    seconds: 3,
    people: { planned: 3, joined: 3, failures: {} },
    ...{ joinMs: some, memberMs: some, firstFrameMs: some, firstKeyMs: some },
    ...{ epochKeyMs: some, epochChangeMs: some },
    ...{ removalMs: none, backMs: none, delayMs: some, incompleteEpochs: 0, keyBytesPerMinute: 5 },
    frames: {
      ...{ sent: 1, received: 1, lost: 0, lossPercent: 0, decryptFailures: 0 },
      ...{ unknownEpoch: 0, misattributed: 0, foreign: 0 },
    },
    traffic: { bytesSent: 1, bytesReceived: 1, packetsSent: 1, packetsReceived: 1, repaired: 0 },
    servers: [{ name: "SFU", cores: 0.5, memoryMiB: 90 }],
    tester: { ...{ cores: 1, lateP95: 2, keysLateP95: 2, arrivalBusy: 0.5, busy: 0.5 }, limits: [] },
    timeline: [
      {
        ...{ at: 1, joined: 3, framesPerSecond: 9, lostPerSecond: 0, delayP95: undefined, mbitPerSecond: 1 },
        cores: { SFU: 0.5 },
      },
    ],
    ...change,
  };
}

describe("the command line", () => {
  it("lays its values over a scenario's", () => {
    const options = readOptions(["--scenario", "webinar", "--viewers", "7", "--max-join-p95", "2000"]);
    if (options === "help") throw new Error("help");
    expect(options.scenario).toMatchObject({ participants: 3, viewers: 7, screens: 1 });
    expect(options.limits).toEqual({ "max-failed": 0, "max-decrypt-failures": 0, "max-join-p95": 2_000 });
    expect(options.servers).toBeUndefined();
  });

  it("has all the scenarios that it names", () => {
    expect(scenarioNames().toSorted()).toEqual(
      ["churn", "flaky-network", "join-storm", "meeting", "screen", "session", "webinar"].toSorted(),
    );
    for (const name of scenarioNames()) expect(readOptions(["--scenario", name])).toHaveProperty("scenario");
  });

  it("is refused in words", () => {
    for (const args of [
      ["--viewers", "many"],
      ["--viewers", "100000"],
      ["--nonsense"],
      ["--sfu", "ws://127.0.0.1:1"],
      ["--scenario", "/no/such/file.json"],
      ["--suite", "none"],
    ]) {
      expect(() => readOptions(args)).toThrow(OptionError);
    }
  });

  it("does not repeat a link that it cannot read", () => {
    expect(() => readOptions(["--link", "https://x/#/r/secret"])).toThrow(/^--link is no link to a room$/);
  });
});

describe("limits", () => {
  it("hold up to their value, and not for what was not measured", () => {
    const judged = judge(resultsOf(), { "max-join-p95": 20, "max-delay-p95": 19, "max-removal-p95": 1_000 });
    expect(judged.map(({ holds }) => holds)).toEqual([true, false, false]);
  });

  it("do not hold if somebody did not join", () => {
    const results = resultsOf({ people: { planned: 3, joined: 2, failures: {} } });
    expect(judge(results, { "max-failed": 0 })[0]?.holds).toBe(false);
  });
});

describe("the report", () => {
  it("says what does not hold", () => {
    const results = resultsOf();
    const limits = judge(results, { "max-delay-p95": 19 });
    expect(textOf(results, limits)).toContain("DOES NOT HOLD");
    expect(htmlOf(results, limits)).toContain("does not hold");
  });

  it("is one page that loads nothing, and text in it stays text", () => {
    const page = htmlOf(resultsOf(), []);
    expect(page).not.toMatch(/(src|href)=["']?(https?:)?\/\//);
    expect(page).not.toContain("</script><b>");
    expect(page).toContain("&lt;/script>&lt;b>");
    expect(page).toContain("uPlot");
  });
});
