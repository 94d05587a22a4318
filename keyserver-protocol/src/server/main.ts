/**
 * Runs a keyserver: `main.ts --host 127.0.0.1 --port 4001`. With `--nats nats://host:4222`, or SOTTO_NATS_URL (several
 * divided by commas), its store is JetStream, which several key servers may share; otherwise its own memory.
 */
import { parseArgs } from "node:util";
import { pino } from "pino";
import { defaultLimits, startKeyserver, type Storage } from "./index.ts";

const { values } = parseArgs({
  options: {
    host: { type: "string", default: "127.0.0.1" },
    port: { type: "string", default: "4001" },
    nats: { type: "string", default: process.env.SOTTO_NATS_URL ?? "" },
    "nats-replicas": { type: "string", default: process.env.SOTTO_NATS_REPLICAS ?? "1" },
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

const storage = await openStorage();
const keyserver = await startKeyserver({
  host: values.host,
  port,
  logger,
  ...(storage !== undefined && { storage }),
});
logger.info({ port: keyserver.port }, "listening");

let closing = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (closing) return;
    closing = true;
    void keyserver.close().then(() => process.exit(0));
  });
}

/** The store that was asked for; undefined for the server's own memory. */
async function openStorage(): Promise<Storage | undefined> {
  if (values.nats === "") return undefined;
  const replicas = Number(values["nats-replicas"]);
  if (![1, 3, 5].includes(replicas)) {
    logger.fatal("--nats-replicas is 1, 3 or 5");
    process.exit(2);
  }
  const { jetStreamStorage } = await import("./storage/jetstream/index.ts");
  return jetStreamStorage({ servers: values.nats.split(","), replicas, bounds: defaultLimits.storage });
}
