/** Runs an SFU. Settings come from the command line, the environment and a file: `main.ts --help` names them. */
import { readFileSync } from "node:fs";
import { pino } from "pino";
import { commandLine } from "@sotto/shared/settings";
import { type Sfu, type SfuOptions, startSfu } from "./index.ts";
import { SfuMetrics } from "./metrics.ts";
import { limitsOf, sfuHelp, sfuSettings, type SfuSettings } from "./settings.ts";

// No host name and process id in the lines: they say nothing about load and much about the machine.
const logger = pino({ base: null });

process.on("uncaughtException", (error) => {
  // Only the kind: messages may quote what a client sent.
  logger.fatal({ kind: error.name }, "crashed");
  process.exit(1);
});

const settings = readAll();
logger.level = settings.logLevel;
const sfu = await start().catch(cannotStart);
logger.info(
  { port: sfu.port, ...(sfu.operatorPort !== undefined && { operatorPort: sfu.operatorPort }) },
  "listening",
);

/** How often it has been asked to end: the second time, at once. */
let asked = 0;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    asked += 1;
    const waitMs = signal === "SIGTERM" && asked === 1 ? settings.drainSeconds * 1_000 : 0;
    if (waitMs === 0) return void end();
    logger.info({ waitMs, calls: sfu.calls.size }, "draining");
    setTimeout(() => void end(), waitMs);
    void sfu.drain().then(end);
  });
}

async function end(): Promise<void> {
  await sfu.close();
  process.exit(0);
}

function readAll(): SfuSettings {
  try {
    const { help, config = process.env["SOTTO_SFU_CONFIG"], ...others } = commandLine(process.argv.slice(2));
    if (help !== undefined) {
      process.stdout.write(sfuHelp());
      process.exit(0);
    }
    const file: unknown = config === undefined ? undefined : JSON.parse(readFileSync(config, "utf8"));
    return sfuSettings(others, process.env, file);
  } catch (error) {
    return cannotStart(error);
  }
}

/** Nobody has connected yet: this speaks of nothing but the settings. */
function cannotStart(error: unknown): never {
  logger.fatal({ reason: error instanceof Error ? error.message : "unknown" }, "cannot start");
  process.exit(2);
}

async function start(): Promise<Sfu> {
  const {
    host,
    port,
    rtcHost = host,
    rtcPort,
    announcedAddress,
    workers,
    metricsHost,
    metricsPort,
  } = settings;
  return await startSfu({
    ...{ host, port, rtcHost, rtcPort, workers, logger },
    ...(announcedAddress !== undefined && { announcedAddress }),
    limits: limitsOf(settings),
    ...(metricsPort !== undefined && {
      operator: { host: metricsHost, port: metricsPort, metrics: new SfuMetrics() },
    }),
    ...turnOption(),
  });
}

/** The relays' secret comes from a file or SOTTO_TURN_SECRET, never from the command line, which others can read. */
function turnOption(): Pick<SfuOptions, "turn"> {
  const { turnUrls: urls, turnSecretFile: file } = settings;
  if (urls === undefined) return {};
  const secret = file === undefined ? process.env["SOTTO_TURN_SECRET"] : readFileSync(file, "utf8").trim();
  if (secret === undefined) {
    throw new Error("relays need their secret, in --turn-secret-file or SOTTO_TURN_SECRET");
  }
  return { turn: { urls, secret } };
}
