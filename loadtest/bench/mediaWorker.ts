/** To be imported before anything that loads the media server, which looks for its worker once, when it is loaded. */
import { execFileSync } from "node:child_process";

const FIND = `
  import { workerPath } from "./scripts/setup/worker-path.mjs";
  process.stdout.write(workerPath(process.cwd(), process.env));
`;

process.env["MEDIASOUP_WORKER_BIN"] ??= execFileSync(process.execPath, ["--input-type=module", "-e", FIND], {
  cwd: new URL("../..", import.meta.url),
  encoding: "utf8",
});
