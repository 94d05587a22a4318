import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { ROOT } from "../setup.mjs";
import { divide } from "./lanes.mjs";
import { privateNetwork } from "./private-network.mjs";
import { sum } from "./tally.mjs";
import { runVitest } from "./vitest.mjs";

const CONFIG = "vitest.e2e.config.ts";
const FOLDER = join("client", "e2e");
/** Needs servers and a network of its own as well. */
const LOAD_TEST = join("loadtest", "src", "short.e2e.ts");

/** Two, because each has a network of its own, and mostly waits for media to come. */
const LANES = 2;

/** About how long files take that take long: it balances the lanes, nothing else. */
const SECONDS = /** @type {Record<string, number>} */ ({
  "network.e2e.ts": 63,
  "sabotage.e2e.ts": 56,
  "codecs.e2e.ts": 49,
  "call.e2e.ts": 49,
  "firefox.e2e.ts": 48,
  "start.e2e.ts": 42,
  "privacy.e2e.ts": 36,
  "stage.e2e.ts": 36,
  "frozen.e2e.ts": 36,
  "embed.e2e.ts": 50,
  "fork.e2e.ts": 34,
  "identity.e2e.ts": 32,
  "screens.e2e.ts": 31,
  "recovery.e2e.ts": 29,
  "relay.e2e.ts": 26,
  "view.e2e.ts": 26,
  "crowd.e2e.ts": 25,
  "data.e2e.ts": 23,
  "firefoxCodecs.e2e.ts": 22,
  "session.e2e.ts": 40,
  "viewers.e2e.ts": 30,
});
const OTHERS_SECONDS = 12;

/**
 * Runs the tests in browsers: in private networks side by side where the machine has them, else one after another.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<import("./tally.mjs").Tally>}
 */
export async function runBrowserTests(env) {
  const network = await privateNetwork(env);
  const reason = network.env.SOTTO_NO_PRIVATE_NETWORK;
  const inside = { ...env, ...network.env };
  if (reason) process.stdout.write(`no private network, so that some tests are skipped: ${reason}\n`);
  if (network.prefix.length === 0) return runVitest(CONFIG, inside);

  const names = readdirSync(join(ROOT, FOLDER)).filter((name) => name.endsWith(".e2e.ts"));
  const files = [...names.map((name) => join(FOLDER, name)), LOAD_TEST];
  const lanes = divide(files, LANES, (file) => SECONDS[basename(file)] ?? OTHERS_SECONDS);
  return sum(
    await Promise.all(lanes.map((lane) => runVitest(CONFIG, inside, { prefix: network.prefix, args: lane }))),
  );
}
