/**
 * Runs a keyserver. Settings come from the command line, the environment and a file: `main.ts --help` names them.
 */
import { readFileSync } from "node:fs";
import { pino } from "pino";
import { commandLine } from "@sotto/shared/settings";
import { jetStreamStorage } from "./storage/jetstream/index.ts";
import { startKeyserver, type Keyserver } from "./index.ts";
import { defaultLimits } from "./limits.ts";
import { KeyserverMetrics } from "./metrics.ts";
import { keyserverHelp, keyserverSettings, limitsOf, type KeyserverSettings } from "./settings.ts";

// No host name and process id in the lines: they say nothing about load and much about the machine.
const logger = pino({ base: null });

process.on("uncaughtException", (error) => {
  logger.fatal({ kind: error.name }, "crashed");
  process.exit(1);
});

const settings = readAll();
logger.level = settings.logLevel;
const keyserver = await start().catch((error: unknown) => {
  // Nobody has connected yet: this speaks of nothing but the settings.
  logger.fatal({ reason: error instanceof Error ? error.message : "unknown" }, "cannot start");
  process.exit(2);
});
logger.info(
  {
    port: keyserver.port,
    ...(keyserver.operatorPort !== undefined && { operatorPort: keyserver.operatorPort }),
  },
  "listening",
);

let closing = false;
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (closing) return;
    closing = true;
    keyserver.drain();
    const waitMs = signal === "SIGTERM" ? settings.drainSeconds * 1_000 : 0;
    if (waitMs > 0) logger.info({ waitMs }, "draining");
    setTimeout(() => void keyserver.close().then(() => process.exit(0)), waitMs);
  });
}

function readAll(): KeyserverSettings {
  try {
    const {
      help,
      config = process.env["SOTTO_KEYSERVER_CONFIG"],
      ...others
    } = commandLine(process.argv.slice(2));
    if (help !== undefined) {
      process.stdout.write(keyserverHelp());
      process.exit(0);
    }
    const file: unknown = config === undefined ? undefined : JSON.parse(readFileSync(config, "utf8"));
    return keyserverSettings(others, process.env, file);
  } catch (error) {
    logger.fatal({ reason: error instanceof Error ? error.message : "unknown" }, "cannot start");
    process.exit(2);
  }
}

async function start(): Promise<Keyserver> {
  const { host, port, metricsHost, metricsPort, natsServers, natsReplicas } = settings;
  const limits = limitsOf(settings);
  const bounds = limits.storage ?? defaultLimits.storage;
  const storage =
    natsServers === undefined
      ? undefined
      : await jetStreamStorage({ servers: natsServers, replicas: Number(natsReplicas), bounds });
  return await startKeyserver({
    ...{ host, port, limits, logger },
    ...(storage !== undefined && { storage }),
    ...(metricsPort !== undefined && {
      operator: { host: metricsHost, port: metricsPort, metrics: new KeyserverMetrics() },
    }),
  });
}
