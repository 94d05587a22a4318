import type { TesterUsage } from "./results.ts";

/** Frames are 20 ms apart and more: media that are later than this are late for the next one, ms. */
const LATE_MS = 20;
/** A machine with less than a tenth of it free has everything wait. */
const FULL = 0.9;
/** Times below this are those of a single member, ms. */
const AT_ONCE_MS = 50;

/**
 * In what the load tester itself is what was measured, in words; empty if in nothing. Its members share a machine, which
 * people's devices do not.
 * @param firstKey median time until the first other member had a new key, ms
 * @param lastKey until the last one had it
 */
export function testerLimits(
  { lateP95, arrivalBusy, busy }: TesterUsage,
  firstKey: number | undefined,
  lastKey: number | undefined,
): string[] {
  const limits: string[] = [];
  if (arrivalBusy > FULL) limits.push("joining: the machine was full while people arrived");
  if (busy > FULL) limits.push("everything: the machine was full");
  if ((lateP95 ?? 0) > LATE_MS) limits.push("delays: its media were late");
  if (firstKey !== undefined && lastKey !== undefined && lastKey > AT_ONCE_MS && firstKey < lastKey / 2)
    limits.push("changes of keys: its members take their turns at them");
  return limits;
}
