import type { Person } from "../../sdk/index.ts";

/** Who is there, in the words of the roster: by participant, with device and name. */
export type Attendance = ReadonlyMap<string, { readonly device: string; readonly name: string }>;

/** Who came and who went between two moments. */
export interface Comings {
  readonly joined: readonly string[];
  readonly left: readonly string[];
}

/** How long comings and goings are gathered into one message (milliseconds). */
export const GATHER_MS = 1200;

/** Names shown in one message before the rest, of two or more, is counted. */
const NAMES_SHOWN = 3;

/** Notes who is there, without oneself. */
export function attendance(people: readonly Person[]): Attendance {
  const others = people.filter((person) => !person.isSelf);
  return new Map(
    others.map(({ key, deviceFingerprint: device, displayName: name }) => [key, { device, name }]),
  );
}

/** Compares two moments. A device that left and came back in between (a reload) is not worth a word. */
export function comings(before: Attendance, after: Attendance): Comings {
  const joined = [...after].filter(([key]) => !before.has(key)).map(([, who]) => who);
  const left = [...before].filter(([key]) => !after.has(key)).map(([, who]) => who);
  const without = (those: typeof joined, others: typeof joined) =>
    those.filter((one) => !others.some((other) => other.device === one.device)).map((one) => one.name);
  return { joined: without(joined, left), left: without(left, joined) };
}

/** Cuts a list of names to what fits into one message. */
export function shortList(names: readonly string[]): {
  readonly names: readonly string[];
  readonly others: number;
} {
  if (names.length <= NAMES_SHOWN + 1) return { names, others: 0 };
  return { names: names.slice(0, NAMES_SHOWN), others: names.length - NAMES_SHOWN };
}
