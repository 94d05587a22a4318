import { availableParallelism } from "node:os";
import {
  oneOf,
  readSettings,
  settingsHelp,
  type SettingsOf,
  text,
  texts,
  wholeNumber,
} from "@sotto/shared/settings";
import { defaultLimits, type SfuLimits } from "./limits.ts";

const PREFIX = "SOTTO_SFU";
const MEGABIT = 1_000_000;
const PORT = wholeNumber(0, 65_535);

const settings = {
  host: { kind: text(255), byDefault: "127.0.0.1", about: "Address of the signalling." },
  port: { kind: PORT, byDefault: 4002, about: "Port of the signalling; 0 takes any." },
  rtcHost: { kind: text(255), about: "Address of the media. As the signalling's if absent." },
  rtcPort: {
    kind: PORT,
    byDefault: 4003,
    about: "The first media worker's port, UDP and TCP; each further worker has the next. 0 takes any.",
  },
  announcedAddress: { kind: text(255), about: "Address that clients are told, where it differs." },
  workers: {
    kind: wholeNumber(1, 256),
    byDefault: availableParallelism(),
    about: "Media workers. One for each core unless said otherwise.",
  },
  turnUrls: { kind: texts(), about: "Relays that clients may use, turn:… and turns:…, best first." },
  turnSecretFile: {
    kind: text(),
    about: "File with the secret of the relays. SOTTO_TURN_SECRET holds it otherwise.",
  },
  metricsHost: { kind: text(255), byDefault: "127.0.0.1", about: "Address of the operator's port." },
  metricsPort: {
    kind: PORT,
    about: "The operator's port: /metrics for Prometheus, /healthz, /readyz. None if absent.",
  },
  connections: {
    kind: wholeNumber(1, 1_000_000),
    byDefault: defaultLimits.connections,
    about: "Clients at a time.",
  },
  calls: { kind: wholeNumber(1, 1_000_000), byDefault: defaultLimits.calls, about: "Calls at a time." },
  participants: {
    kind: wholeNumber(1, 1_000_000),
    byDefault: defaultLimits.participants,
    about: "Participants of all calls.",
  },
  participantsPerCall: {
    kind: wholeNumber(1, 4_000),
    byDefault: defaultLimits.participantsPerCall,
    about: "Participants of one call.",
  },
  streams: {
    kind: wholeNumber(1, 10_000_000),
    byDefault: defaultLimits.streams,
    about: "Streams that come and go in all calls.",
  },
  spreadLoad: {
    kind: wholeNumber(1, 1_000_000),
    byDefault: defaultLimits.spreadLoad,
    about: "Transports and streams of one call on one worker, beyond which more workers take part.",
  },
  megabits: {
    kind: wholeNumber(1, 10_000_000),
    byDefault: defaultLimits.bitsPerSecond / MEGABIT,
    about: "Media of all clients, both ways, Mbit/s: beyond it, nobody new comes in or begins to send.",
  },
  uploadMegabits: {
    kind: wholeNumber(1, 10_000),
    byDefault: defaultLimits.uploadBitsPerSecond / MEGABIT,
    about: "What one participant may send, Mbit/s.",
  },
  drainSeconds: {
    kind: wholeNumber(0, 86_400),
    byDefault: 0,
    about: "On SIGTERM, how long calls may go on while no new ones are taken.",
  },
  logLevel: {
    kind: oneOf("debug", "info", "warn", "error", "silent"),
    byDefault: "info",
    about: "Least level that is logged.",
  },
} as const;

export type SfuSettings = SettingsOf<typeof settings>;

/** @throws SottoError "settings/invalid" that names what is wrong */
export function sfuSettings(
  args: Readonly<Record<string, string | undefined>>,
  env: Readonly<Record<string, string | undefined>>,
  file?: unknown,
): SfuSettings {
  return readSettings(settings, PREFIX, { args, env, file });
}

/** The text of `--help`. */
export function sfuHelp(): string {
  return `A Sotto SFU. Settings (command line, environment, name in the file given by --config):\n${settingsHelp(settings, PREFIX)}`;
}

/** What the settings say of the limits. */
export function limitsOf({ megabits, uploadMegabits, ...given }: SfuSettings): Partial<SfuLimits> {
  const { connections, calls, participants, participantsPerCall, streams, spreadLoad } = given;
  return {
    ...{ connections, calls, participants, participantsPerCall, streams, spreadLoad },
    bitsPerSecond: megabits * MEGABIT,
    uploadBitsPerSecond: uploadMegabits * MEGABIT,
  };
}
