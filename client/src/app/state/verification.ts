import type { CallState, Person } from "../../sdk/index.ts";

/** A code with the number of the key that it belongs to. */
export interface NumberedCode {
  readonly epoch: number;
  readonly code: string;
  /** Who was in the call under this key: names by participant key. */
  readonly members: ReadonlyMap<string, string>;
}

/** Why a code gave way to another one; both empty when the keys were renewed with nobody coming or going. */
export interface CodeChange {
  readonly joined: readonly string[];
  readonly left: readonly string[];
}

/** What a person has found by comparing codes, and the two latest codes. */
export interface Verification {
  readonly current?: NumberedCode;
  /** The code before: for those who were in the middle of reading it out. */
  readonly previous?: NumberedCode;
  readonly verdict: "unchecked" | "same" | "different";
  /** The members of the call when the codes were found to be the same. */
  readonly checkedKeys: ReadonlySet<string>;
  /** Who joined since then: the reason why the check is void. */
  readonly joinedSince: readonly string[];
}

export const NOTHING_CHECKED: Verification = {
  verdict: "unchecked",
  checkedKeys: new Set(),
  joinedSince: [],
};

/**
 * Follows a call. A rotation keeps a check, because new keys are handed on within the checked group; a newcomer
 * voids it.
 */
export function follow(before: Verification, state: CallState): Verification {
  const code = currentCode(state);
  const isNewCode = code !== undefined && code.code !== before.current?.code;
  const moved = isNewCode || (code !== undefined && !isSameMembers(code, before.current));
  const older = isNewCode ? before.current : before.previous;
  const codes = moved
    ? { current: code, ...(older === undefined ? {} : { previous: older }) }
    : { ...pick(before, "current"), ...pick(before, "previous") };
  if (before.verdict !== "same") return moved ? { ...before, ...codes } : before;

  const newcomers = state.people.filter((person) => !before.checkedKeys.has(person.key));
  if (newcomers.length === 0) return moved ? { ...before, ...codes } : before;
  return { ...codes, verdict: "unchecked", checkedKeys: new Set(), joinedSince: newcomers.map(nameOf) };
}

/** Takes down what the person found with a code: it says something of those who were there under that key. */
export function judge(
  before: Verification,
  verdict: Verification["verdict"],
  checked: NumberedCode | undefined,
): Verification {
  const checkedKeys = new Set(verdict === "same" ? checked?.members.keys() : []);
  return { ...before, verdict, checkedKeys, joinedSince: [] };
}

/** Why `newer` is another code than `older`. */
export function codeChange(older: NumberedCode, newer: NumberedCode): CodeChange {
  const without = (those: NumberedCode, others: NumberedCode) =>
    [...those.members].filter(([key]) => !others.members.has(key)).map(([, name]) => name);
  return { joined: without(newer, older), left: without(older, newer) };
}

function currentCode(state: CallState): NumberedCode | undefined {
  return state.callCode === undefined || state.epoch === undefined
    ? undefined
    : {
        epoch: state.epoch.number,
        code: state.callCode,
        members: new Map(state.people.map(({ key, displayName }) => [key, displayName])),
      };
}

function isSameMembers(one: NumberedCode, other: NumberedCode | undefined): boolean {
  return (
    one.members.size === other?.members.size && [...one.members.keys()].every((key) => other.members.has(key))
  );
}

function nameOf(person: Person): string {
  return person.displayName;
}

function pick<K extends "current" | "previous">(from: Verification, key: K): Pick<Verification, K> {
  return (from[key] === undefined ? {} : { [key]: from[key] }) as Pick<Verification, K>;
}
