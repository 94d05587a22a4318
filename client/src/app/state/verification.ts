import type { CallState, Person } from "../../sdk/index.ts";

/** A code with the number of the key that it belongs to. */
export interface NumberedCode {
  readonly epoch: number;
  readonly code: string;
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
  const moved = code !== undefined && code.code !== before.current?.code;
  const codes = moved
    ? { current: code, ...(before.current === undefined ? {} : { previous: before.current }) }
    : { ...pick(before, "current"), ...pick(before, "previous") };
  if (before.verdict !== "same") return moved ? { ...before, ...codes } : before;

  const newcomers = state.people.filter((person) => !before.checkedKeys.has(person.key));
  if (newcomers.length === 0) return moved ? { ...before, ...codes } : before;
  return { ...codes, verdict: "unchecked", checkedKeys: new Set(), joinedSince: newcomers.map(nameOf) };
}

/** Takes down what the person saw. */
export function judge(
  before: Verification,
  verdict: Verification["verdict"],
  state: CallState,
): Verification {
  const checkedKeys = new Set(verdict === "same" ? state.people.map((person) => person.key) : []);
  return { ...before, verdict, checkedKeys, joinedSince: [] };
}

function currentCode(state: CallState): NumberedCode | undefined {
  return state.callCode === undefined || state.epoch === undefined
    ? undefined
    : { epoch: state.epoch.number, code: state.callCode };
}

function nameOf(person: Person): string {
  return person.displayName;
}

function pick<K extends "current" | "previous">(from: Verification, key: K): Pick<Verification, K> {
  return (from[key] === undefined ? {} : { [key]: from[key] }) as Pick<Verification, K>;
}
