import {
  oneOf,
  readSettings,
  settingsHelp,
  texts,
  text,
  wholeNumber,
  type SettingsOf,
} from "@sotto/shared/settings";
import { defaultLimits, type Limits } from "./limits.ts";

const MIB = 1024 * 1024;
const PREFIX = "SOTTO_KEYSERVER";

const settings = {
  host: { kind: text(255), byDefault: "127.0.0.1", about: "Address to listen on." },
  port: { kind: wholeNumber(0, 65_535), byDefault: 4001, about: "Port of the clients; 0 takes any." },
  metricsHost: { kind: text(255), byDefault: "127.0.0.1", about: "Address of the operator's port." },
  metricsPort: {
    kind: wholeNumber(0, 65_535),
    about: "The operator's port: /metrics for Prometheus, /healthz, /readyz. None if absent.",
  },
  natsServers: {
    kind: texts(),
    about: "NATS servers, nats://host:port: the store that several key servers share. Own memory if absent.",
  },
  natsReplicas: {
    kind: oneOf("1", "3", "5"),
    byDefault: "1",
    about: "How many NATS servers hold each message.",
  },
  connections: {
    kind: wholeNumber(1, 1_000_000),
    byDefault: defaultLimits.connections,
    about: "Clients at a time.",
  },
  groups: {
    kind: wholeNumber(1, 10_000_000),
    byDefault: defaultLimits.storage.groups,
    about: "Calls at a time.",
  },
  storageMib: {
    kind: wholeNumber(1, 1_000_000),
    byDefault: defaultLimits.storage.bytes / MIB,
    about: "Memory for logs and mailboxes, MiB.",
  },
  drainSeconds: {
    kind: wholeNumber(0, 3_600),
    byDefault: 0,
    about: "On SIGTERM, how long to serve on while saying not ready, so that a balancer sends nobody new.",
  },
  logLevel: {
    kind: oneOf("debug", "info", "warn", "error", "silent"),
    byDefault: "info",
    about: "Least level that is logged.",
  },
} as const;

export type KeyserverSettings = SettingsOf<typeof settings>;

/** @throws SottoError "settings/invalid" that names what is wrong */
export function keyserverSettings(
  args: Readonly<Record<string, string | undefined>>,
  env: Readonly<Record<string, string | undefined>>,
  file?: unknown,
): KeyserverSettings {
  return readSettings(settings, PREFIX, { args, env, file });
}

/** The text of `--help`. */
export function keyserverHelp(): string {
  return `A Sotto key server. Settings (command line, environment, name in the file given by --config):\n${settingsHelp(settings, PREFIX)}`;
}

/** What the settings say of the limits. */
export function limitsOf({ connections, groups, storageMib }: KeyserverSettings): Partial<Limits> {
  return { connections, storage: { ...defaultLimits.storage, groups, bytes: storageMib * MIB } };
}
