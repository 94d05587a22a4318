/** Runs an SFU: `main.ts --host 127.0.0.1 --port 4002 --rtc-port 4003`. */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { type Sfu, type SfuOptions, startSfu } from "./index.ts";

// No host name and process id in the lines: they say nothing about load and much about the machine.
const logger = pino({ base: null });

process.on("uncaughtException", (error) => {
  // Only the kind: messages may quote what a client sent.
  logger.fatal({ kind: error.name }, "crashed");
  process.exit(1);
});

const { values } = parseArgs({
  options: {
    host: { type: "string", default: "127.0.0.1" },
    port: { type: "string", default: "4002" },
    "rtc-host": { type: "string" },
    "rtc-port": { type: "string", default: "4003" },
    "announced-address": { type: "string" },
    workers: { type: "string" },
    "turn-url": { type: "string", multiple: true },
    "turn-secret-file": { type: "string" },
  },
});

const sfu = await start().catch((error: unknown) => {
  // Nobody has connected yet: this speaks of nothing but the options above.
  logger.fatal({ reason: error instanceof Error ? error.message : "unknown" }, "cannot start");
  process.exit(2);
});
logger.info({ port: sfu.port }, "listening");

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => void sfu.close().then(() => process.exit(0)));
}

async function start(): Promise<Sfu> {
  const announcedAddress = values["announced-address"];
  return await startSfu({
    host: values.host,
    port: numberOption("port", values.port),
    rtcHost: values["rtc-host"] ?? values.host,
    rtcPort: numberOption("rtc-port", values["rtc-port"]),
    ...(announcedAddress !== undefined && { announcedAddress }),
    ...(values.workers !== undefined && { workers: numberOption("workers", values.workers) }),
    ...(await turnOption()),
    logger,
  });
}

/** The relays' secret comes from a file or SOTTO_TURN_SECRET, never from the command line, which others can read. */
async function turnOption(): Promise<Pick<SfuOptions, "turn">> {
  const urls = values["turn-url"];
  if (urls === undefined) return {};
  const file = values["turn-secret-file"];
  const secret =
    file === undefined ? process.env["SOTTO_TURN_SECRET"] : (await readFile(file, "utf8")).trim();
  if (secret === undefined) {
    throw new Error("--turn-url needs the relays' secret, in --turn-secret-file or SOTTO_TURN_SECRET");
  }
  return { turn: { urls, secret } };
}

function numberOption(name: string, text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new Error(`--${name} is not a number up to 65535`);
  return Number(text);
}
