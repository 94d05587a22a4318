import { readFileSync } from "node:fs";
import * as v from "valibot";

const count = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));

/** What happens in a load test. Every value can be given on the command line too. */
export const Scenario = v.strictObject({
  about: v.optional(v.string(), ""),
  /** Members with a microphone and a camera to switch on; `publishers` of them do. */
  participants: v.optional(count(4_000), 5),
  publishers: v.optional(count(4_000), 5),
  /** Members that only receive. */
  viewers: v.optional(count(4_000), 0),
  /** How many of the publishers send a camera's picture beside their sound. */
  cameras: v.optional(count(4_000), 4_000),
  /** How many of the publishers share a screen instead of a camera. */
  screens: v.optional(count(100), 0),
  /** What a shared screen takes, kbit/s: the default is a page that is scrolled, 300 slides. */
  screenKbps: v.optional(v.pipe(count(50_000), v.minValue(50)), 2_500),
  /** How long the call goes on after everybody has arrived. */
  seconds: v.optional(count(86_400), 60),
  /** Pause between arrivals, ms; 0: all at once. */
  arrivalMs: v.optional(count(600_000), 100),
  /** How many people per minute go, every other one without a word, and are followed by new ones. */
  churnPerMinute: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(6_000)), 0),
  /** Packets that get lost, percent, each way. */
  lossPercent: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(90)), 0),
  /** How often somebody's network breaks, per minute. */
  cutsPerMinute: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(6_000)), 0),
  /** Pictures that everybody shows at a time; all sounds are received. */
  tiles: v.optional(count(100), 9),
  rotateSeconds: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(3_600)), 30),
  /** Real Chromium participants beside the others. */
  browsers: v.optional(count(20), 0),
  suite: v.optional(v.picklist(["xwing", "classical"])),
});

export type Scenario = v.InferOutput<typeof Scenario>;

/** A scenario whose values do not fit; the message says which. */
export class ScenarioError extends Error {}

/** Where the scenarios that come with the load tester are. */
export const SCENARIOS = new URL("../../scenarios/", import.meta.url);

/** Reads a scenario from a file, and lays values over it. @throws ScenarioError */
export function scenarioFrom(
  file: URL | string | undefined,
  values: Readonly<Record<string, unknown>>,
): Scenario {
  let content: object = {};
  if (file !== undefined) {
    try {
      content = JSON.parse(readFileSync(file, "utf8")) as object;
    } catch (cause) {
      throw new ScenarioError(`the scenario ${String(file)} cannot be read`, { cause });
    }
  }
  const parsed = v.safeParse(Scenario, { ...content, ...values });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new ScenarioError(`${v.getDotPath(issue) ?? "scenario"}: ${issue.message}`);
  }
  return parsed.output;
}
