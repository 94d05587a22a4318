/** Runs an SFU: `main.ts --host 127.0.0.1 --port 4002 --rtc-port 4003`. */
import { parseArgs } from "node:util";
import { pino } from "pino";
import { startSfu } from "./index.ts";

const { values } = parseArgs({
  options: {
    host: { type: "string", default: "127.0.0.1" },
    port: { type: "string", default: "4002" },
    "rtc-host": { type: "string" },
    "rtc-port": { type: "string", default: "4003" },
    "announced-address": { type: "string" },
    workers: { type: "string" },
  },
});
// No host name and process id in the lines: they say nothing about load and much about the machine.
const logger = pino({ base: null });

process.on("uncaughtException", (error) => {
  logger.fatal({ kind: error.name }, "crashed");
  process.exit(1);
});

const numbers = {
  port: Number(values.port),
  rtcPort: Number(values["rtc-port"]),
  workers: values.workers === undefined ? undefined : Number(values.workers),
};
for (const [name, value] of Object.entries(numbers)) {
  if (value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= 65_535)) {
    logger.fatal({ option: name }, "not a number from 0 to 65535");
    process.exit(2);
  }
}

const announcedAddress = values["announced-address"];
const sfu = await startSfu({
  host: values.host,
  port: numbers.port,
  rtcHost: values["rtc-host"] ?? values.host,
  rtcPort: numbers.rtcPort,
  ...(announcedAddress !== undefined && { announcedAddress }),
  ...(numbers.workers !== undefined && { workers: numbers.workers }),
  logger,
});
logger.info({ host: values.host, port: sfu.port }, "listening");

let closing = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (closing) return;
    closing = true;
    void sfu.close().then(() => process.exit(0));
  });
}
