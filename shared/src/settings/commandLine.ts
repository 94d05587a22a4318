import { SottoError } from "@sotto/shared/codec";

/**
 * Takes a command line apart: `--name value` and `--name=value`; a name without a value has an empty one.
 * @throws SottoError "settings/invalid" for a word that belongs to no name, and a name that is given twice
 */
export function commandLine(words: readonly string[]): Readonly<Record<string, string>> {
  const given: Record<string, string> = {};
  for (let at = 0; at < words.length; at += 1) {
    const [, name, inline] = /^--([a-z][a-z0-9-]*)(?:=(.*))?$/s.exec(words[at] ?? "") ?? [];
    if (name === undefined) throw new SottoError("settings/invalid", `word ${at + 1} is no setting`);
    if (name in given) throw new SottoError("settings/invalid", `--${name} is given twice`);
    const next = words[at + 1];
    const takesNext = inline === undefined && next !== undefined && !next.startsWith("--");
    given[name] = takesNext ? next : (inline ?? "");
    if (takesNext) at += 1;
  }
  return given;
}
