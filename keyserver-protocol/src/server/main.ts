/** Runs a keyserver: `main.ts --host 127.0.0.1 --port 4001`. */
import { parseArgs } from "node:util";
import { pino } from "pino";
import { startKeyserver } from "./index.ts";

const { values } = parseArgs({
  options: {
    host: { type: "string", default: "127.0.0.1" },
    port: { type: "string", default: "4001" },
  },
});
const port = Number(values.port);
// No host name and process id in the lines: they say nothing about load and much about the machine.
const logger = pino({ base: null });

process.on("uncaughtException", (error) => {
  logger.fatal({ kind: error.name }, "crashed");
  process.exit(1);
});

if (!Number.isInteger(port) || port < 0 || port > 65535) {
  logger.fatal("--port is a number from 0 to 65535");
  process.exit(2);
}

const keyserver = await startKeyserver({ host: values.host, port, logger });
logger.info({ port: keyserver.port }, "listening");

let closing = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (closing) return;
    closing = true;
    void keyserver.close().then(() => process.exit(0));
  });
}
