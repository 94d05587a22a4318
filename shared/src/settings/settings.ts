import * as v from "valibot";
import { SottoError } from "@sotto/shared/codec";
import type { Kind } from "./kinds.ts";

/** One setting. Its name on the command line and in the environment follows from its name in the file. */
export interface Setting<T> {
  readonly kind: Kind<T>;
  /** Undefined: it may be absent. */
  readonly byDefault?: T;
  /** For `--help`. */
  readonly about: string;
}

type Settings = Readonly<Record<string, Setting<unknown>>>;

/** The values of settings: those with a default are always there. */
export type SettingsOf<S extends Settings> = {
  readonly [K in keyof S]: S[K] extends Setting<infer T>
    ? S[K] extends { readonly byDefault: unknown }
      ? T
      : T | undefined
    : never;
};

/** Where values come from; an earlier one goes before a later one. */
export interface SettingsSources {
  /** By name on the command line, without dashes in front. */
  readonly args: Readonly<Record<string, string | undefined>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The parsed content of a configuration file. */
  readonly file?: unknown;
}

/** One object, not a list. */
const Content = v.pipe(
  v.unknown(),
  v.check((content) => !Array.isArray(content)),
  v.record(v.string(), v.unknown()),
);

/**
 * Reads all settings.
 * @param prefix of the environment's names: `SOTTO_SFU` makes `SOTTO_SFU_RTC_PORT` of `rtcPort`
 * @throws SottoError "settings/invalid" that names each value that is wrong and where it came from, and never the value
 */
export function readSettings<const S extends Settings>(
  settings: S,
  prefix: string,
  { args, env, file = {} }: SettingsSources,
): SettingsOf<S> {
  const wrong: string[] = [];
  const inFile = v.safeParse(Content, file);
  if (!inFile.success) wrong.push("the configuration file must hold one object");
  const fileValues = inFile.success ? inFile.output : {};
  for (const name of Object.keys(fileValues))
    if (!(name in settings)) wrong.push(`file: ${name} is not a setting`);
  for (const name of Object.keys(args))
    if (!Object.keys(settings).some((known) => argName(known) === name))
      wrong.push(`--${name} is not a setting`);

  const values: Record<string, unknown> = {};
  for (const [name, { kind, byDefault }] of Object.entries(settings)) {
    const [value, origin] = [
      [args[argName(name)], `--${argName(name)}`],
      [emptyAsAbsent(env[envName(prefix, name)]), envName(prefix, name)],
      [fileValues[name], `file: ${name}`],
    ].find(([given]) => given !== undefined) ?? [undefined, ""];
    if (value === undefined) {
      values[name] = byDefault;
      continue;
    }
    const parsed = v.safeParse(kind, value);
    if (parsed.success) values[name] = parsed.output;
    else wrong.push(`${String(origin)} ${parsed.issues[0].message}`);
  }
  if (wrong.length > 0) throw new SottoError("settings/invalid", wrong.join("; "));
  return values as SettingsOf<S>;
}

/** Every setting with its names, its default and what it is about: the text of `--help`. */
export function settingsHelp(settings: Settings, prefix: string): string {
  return Object.entries(settings)
    .map(([name, { about, byDefault }]) => {
      const unset = byDefault === undefined ? "" : ` (default ${JSON.stringify(byDefault)})`;
      return `  --${argName(name)}, ${envName(prefix, name)}, "${name}"\n      ${about}${unset}\n`;
    })
    .join("");
}

function argName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function envName(prefix: string, name: string): string {
  return `${prefix}_${argName(name).replaceAll("-", "_").toUpperCase()}`;
}

/** A variable that is set to nothing is how compose files leave one out. */
function emptyAsAbsent(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}
