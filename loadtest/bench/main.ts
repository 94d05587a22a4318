/**
 * Benchmarks: `npm run bench -- call|frames|join|mls|receive|sfu|share [--quick] [--only PART] [--json]`.
 *
 * Prints a table for people; with `--json` the last line is one object for a program.
 */
import { parseArgs } from "node:util";
import "./mediaWorker.ts";
import { benchCall } from "./call/index.ts";
import { benchFrames } from "./frames/index.ts";
import { benchJoin } from "./join/index.ts";
import { benchMls } from "./mls/index.ts";
import { benchReceive } from "./receive/index.ts";
import { benchSfu } from "./sfu/index.ts";
import { benchShare } from "./share/index.ts";
import { jsonOf, textOf, type Bench } from "./report.ts";

const benches: Readonly<Record<string, Bench>> = {
  call: benchCall,
  frames: benchFrames,
  join: benchJoin,
  mls: benchMls,
  receive: benchReceive,
  sfu: benchSfu,
  share: benchShare,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    only: { type: "string" },
  },
});
const [name = ""] = positionals;
const bench = benches[name];
if (bench === undefined || positionals.length > 1) {
  process.stderr.write(`Name one benchmark: ${Object.keys(benches).join(", ")}.\n`);
  process.exit(2);
}
const report = await bench({
  quick: values.quick,
  ...(values.only !== undefined && { only: values.only }),
  say: (line) => process.stderr.write(`${line}\n`),
});
process.stdout.write(`${textOf(report)}\n`);
if (values.json) process.stdout.write(`${jsonOf(report)}\n`);
// The WASM of the implementation that ours is compared with would keep the process alive.
process.exit(0);
