import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { asLinkSecret, type LinkSecret, parseLink } from "@sotto/shared/ids";
import { limitNames, type Scenario, ScenarioError, scenarioFrom, SCENARIOS } from "./run/index.ts";

/** What the command line asks for. */
export interface Options {
  readonly scenario: Scenario;
  /** Undefined: start servers of our own. */
  readonly servers: { readonly keyserver: string; readonly sfu: string } | undefined;
  readonly web: string | undefined;
  readonly linkSecret: LinkSecret | undefined;
  readonly processes: number;
  readonly workers: number | undefined;
  readonly limits: Readonly<Record<string, number>>;
  readonly json: string | undefined;
  readonly html: string | undefined;
}

/** A command line that is not understood; the message says why. */
export class OptionError extends Error {}

/** Options that lay a number over the scenario's. */
const NUMBERS: Readonly<Record<string, keyof Scenario>> = {
  participants: "participants",
  publishers: "publishers",
  viewers: "viewers",
  cameras: "cameras",
  screens: "screens",
  "screen-kbps": "screenKbps",
  seconds: "seconds",
  "arrival-ms": "arrivalMs",
  "churn-per-minute": "churnPerMinute",
  "loss-percent": "lossPercent",
  "cuts-per-minute": "cutsPerMinute",
  tiles: "tiles",
  "rotate-seconds": "rotateSeconds",
  browsers: "browsers",
};

/** Limits that hold always unless others are given. */
const ALWAYS: Readonly<Record<string, number>> = { "max-failed": 0, "max-decrypt-failures": 0 };

/** Names of the scenarios that come with the load tester. */
export function scenarioNames(): string[] {
  return readdirSync(SCENARIOS)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length));
}

export function help(): string {
  return `Usage: npm run loadtest -- [options]

  --scenario NAME      ${scenarioNames().join(", ")}, or a file
  --participants N --publishers N --viewers N --cameras N --screens N --tiles N
  --screen-kbps N
  --seconds N --arrival-ms N --churn-per-minute N --loss-percent N --cuts-per-minute N
  --rotate-seconds N --suite xwing|classical
  --browsers N         real Chromium participants beside the others

  --keyserver URL --sfu URL   an existing deployment (ws:// or wss://); without, one is started here
  --web URL            where its page is, for --browsers
  --link LINK          the room to meet in; without, a new one
  --workers N          media workers of a deployment that is started here
  --processes N        processes for the participants (default: one per core)

  --json FILE          results for a program ("-": standard output)
  --html FILE          the report as one page

  Limits; the exit status is 1 if one does not hold:
${limitNames.map((name) => `  --${name} N`).join("\n")}
`;
}

/** Reads a command line. @throws OptionError */
export function readOptions(args: readonly string[]): Options | "help" {
  const values = parsed(args);
  if (values["help"] === true) return "help";
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === "string" ? value : undefined;
  };
  const overrides: Record<string, unknown> = {};
  for (const [option, key] of Object.entries(NUMBERS)) {
    const value = numberOf(option, text(option));
    if (value !== undefined) overrides[key] = value;
  }
  const suite = text("suite");
  if (suite !== undefined) overrides["suite"] = suite;
  const limits: Record<string, number> = { ...ALWAYS };
  for (const name of limitNames) {
    const value = numberOf(name, text(name));
    if (value !== undefined) limits[name] = value;
  }
  const [keyserver, sfu] = [text("keyserver"), text("sfu")];
  if ((keyserver === undefined) !== (sfu === undefined))
    throw new OptionError("--keyserver and --sfu go together");
  return {
    scenario: scenarioOf(text("scenario"), overrides),
    servers: keyserver === undefined || sfu === undefined ? undefined : { keyserver, sfu },
    web: text("web"),
    linkSecret: linkOf(text("link")),
    processes: Math.max(1, numberOf("processes", text("processes")) ?? availableParallelism()),
    workers: numberOf("workers", text("workers")),
    limits,
    json: text("json"),
    html: text("html"),
  };
}

function parsed(args: readonly string[]): Readonly<Record<string, unknown>> {
  const texts = [
    "scenario",
    "suite",
    "keyserver",
    "sfu",
    "web",
    "link",
    "processes",
    "workers",
    "json",
    "html",
  ];
  const options: NonNullable<ParseArgsConfig["options"]> = { help: { type: "boolean", short: "h" } };
  for (const name of [...texts, ...Object.keys(NUMBERS), ...limitNames]) options[name] = { type: "string" };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new OptionError(error instanceof Error ? error.message : String(error));
  }
}

function numberOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(text)) throw new OptionError(`--${option} needs a number, not "${text}"`);
  return Number(text);
}

function scenarioOf(name: string | undefined, overrides: Readonly<Record<string, unknown>>): Scenario {
  const file =
    name !== undefined && scenarioNames().includes(name) ? new URL(`${name}.json`, SCENARIOS) : name;
  try {
    return scenarioFrom(file, overrides);
  } catch (error) {
    if (error instanceof ScenarioError) throw new OptionError(error.message);
    throw error;
  }
}

function linkOf(link: string | undefined): LinkSecret | undefined {
  if (link === undefined) return undefined;
  try {
    return asLinkSecret(parseLink(link));
  } catch {
    // The link is a secret: it is not repeated.
    throw new OptionError("--link is no link to a room");
  }
}
