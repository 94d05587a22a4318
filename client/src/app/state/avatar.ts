/** How many avatar colours the tokens define. */
const TINTS = 6;

/** Up to two letters that stand for a name: of its first and last word. A name without letters gives "?". */
export function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const first = words[0];
  const last = words.length > 1 ? words.at(-1) : undefined;
  const letters = [first, last].map((word) => (word === undefined ? "" : ([...word][0] ?? ""))).join("");
  return letters === "" ? "?" : letters.toLocaleUpperCase();
}

/** The same colour number for the same person on each device and in each call. */
export function tintOf(deviceFingerprint: string): number {
  let sum = 0;
  for (const character of deviceFingerprint) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % TINTS;
}
