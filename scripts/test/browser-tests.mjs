import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../setup.mjs";
import { divide } from "./lanes.mjs";
import { privateNetwork } from "./private-network.mjs";
import { sum } from "./tally.mjs";
import { runVitest } from "./vitest.mjs";

const CONFIG = "vitest.e2e.config.ts";
const FOLDER = join("client", "e2e");

/** Two, because each has a network of its own, and mostly waits for media to come. */
const LANES = 2;

/** About how long files take that take long: it balances the lanes, nothing else. */
const SECONDS = /** @type {Record<string, number>} */ ({
  "sabotage.e2e.ts": 70,
  "codecs.e2e.ts": 64,
  "firefox.e2e.ts": 62,
  "network.e2e.ts": 62,
  "call.e2e.ts": 43,
  "start.e2e.ts": 38,
  "frozen.e2e.ts": 35,
  "relay.e2e.ts": 35,
  "firefoxCodecs.e2e.ts": 34,
  "fork.e2e.ts": 33,
  "view.e2e.ts": 32,
  "privacy.e2e.ts": 30,
});
const OTHERS_SECONDS = 20;

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

  const files = readdirSync(join(ROOT, FOLDER)).filter((name) => name.endsWith(".e2e.ts"));
  const lanes = divide(files, LANES, (file) => SECONDS[file] ?? OTHERS_SECONDS);
  return sum(
    await Promise.all(
      lanes.map((lane) =>
        runVitest(CONFIG, inside, {
          prefix: network.prefix,
          files: lane.map((file) => join(FOLDER, file)),
        }),
      ),
    ),
  );
}
