/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Numbers from a seed, so that a failure can be repeated. Gives whole numbers below its argument. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What breaks code that trusts its input. The object with `toString` breaks every conversion. */
const values: readonly Json[] = [
  null,
  true,
  0,
  -1,
  0.5,
  255,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  1e300,
  "",
  "video",
  "a".repeat(300),
  "\u0000",
  "\ud800",
  [],
  {},
  { toString: 1, valueOf: 1 },
];

/** A copy in which one thing somewhere inside is replaced, removed, doubled or added. */
export function damaged(value: Json, random: (below: number) => number): Json {
  const any = (): Json => values[random(values.length)] ?? null;
  if (typeof value !== "object" || value === null) return any();
  if (random(8) === 0) return any();
  if (Array.isArray(value)) {
    const copy = [...value];
    const at = random(copy.length + 1);
    const item = copy[at];
    const how = random(5);
    if (item === undefined) copy.push(any());
    else if (how === 0) copy.splice(at, 1);
    else if (how === 1) copy.splice(at, 0, item);
    else copy[at] = damaged(item, random);
    return copy;
  }
  const keys = Object.keys(value);
  const key = keys[random(keys.length)] ?? "added";
  const copy = { ...value };
  if (random(6) === 0) delete copy[key];
  else copy[key] = damaged(copy[key] ?? null, random);
  return copy;
}
