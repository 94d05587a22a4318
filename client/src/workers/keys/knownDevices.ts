/** How many devices are remembered. A record is about 150 bytes; a person who meets more forgets the oldest. */
export const MAX_KNOWN_DEVICES = 500;

/** What is remembered of a device that was in a call with this one. Public keys and names; no secret. */
export interface KnownDevice {
  /** The name it had last. */
  readonly name: string;
  /** When it was last met, ms since 1970. */
  readonly seenAt: number;
  /** That its key was compared with its owner, when (ms since 1970), and under which name. */
  readonly verified: { readonly name: string; readonly at: number } | null;
}

/** Device key in base64url, and what is remembered of it. */
export type KnownDevices = ReadonlyMap<string, KnownDevice>;

/** A device of the call. */
export interface PresentDevice {
  readonly device: string;
  readonly name: string;
  /** The same for all devices of one person in this call. */
  readonly person: string;
}

/** What this device knows of another one. */
export interface Acquaintance {
  /**
   * `verified`: its key, or that of another device of the same person, was compared, and the name is still the same.
   * `changed`: that name was verified with another key. `unverified`: anything else.
   */
  readonly verification: "unverified" | "verified" | "changed";
  /** The key of this very device was compared, under this name. */
  readonly isCompared: boolean;
  /** The name was seen in an earlier call, with another key that nobody had compared. */
  readonly isNewDevice: boolean;
  /** The name under which the person was verified, if it is another now. */
  readonly verifiedAs: string | null;
}

/**
 * What is to be said of each device in the call, in their order.
 * @param before what was known when the call began: who is met in this call for the first time is not new to himself
 * @param now what is known by now
 */
export function acquaintances(
  present: readonly PresentDevice[],
  before: KnownDevices,
  now: KnownDevices,
): readonly Acquaintance[] {
  const devicesOf = groupedBy(present.map(({ person, device }) => [person, device] as const));
  const verifiedWith = groupedBy(
    [...now].flatMap(([device, { verified }]) =>
      verified === null ? [] : [[comparable(verified.name), device] as const],
    ),
  );
  const seenWith = groupedBy([...before].map(([device, { name }]) => [comparable(name), device] as const));
  return present.map(({ device, person, name }) => {
    const own = new Set(devicesOf.get(person));
    const isOfAnother = (other: string) => !own.has(other);
    const verifiedHere = verifiedWith.get(comparable(name)) ?? [];
    if (!verifiedHere.every(isOfAnother)) {
      const isCompared = verifiedHere.includes(device);
      return { verification: "verified", isCompared, isNewDevice: false, verifiedAs: null };
    }
    const verifiedAs = [...own].flatMap((one) => now.get(one)?.verified?.name ?? [])[0] ?? null;
    if (verifiedHere.length > 0) {
      return { verification: "changed", isCompared: false, isNewDevice: false, verifiedAs };
    }
    const isNewDevice =
      verifiedAs === null && !before.has(device) && (seenWith.get(comparable(name)) ?? []).some(isOfAnother);
    return { verification: "unverified", isCompared: false, isNewDevice, verifiedAs };
  });
}

/** The record of a device after it was met. */
export function met(known: KnownDevice | undefined, name: string, now: number): KnownDevice {
  return { name, seenAt: now, verified: known?.verified ?? null };
}

/** The record of a device after its key was compared, or after that was taken back. */
export function judged(
  known: KnownDevice | undefined,
  name: string,
  isVerified: boolean,
  now: number,
): KnownDevice {
  return { name, seenAt: known?.seenAt ?? now, verified: isVerified ? { name, at: now } : null };
}

/** Who has to be forgotten for the rest to fit: the longest unseen first, those that were verified last. */
export function surplus(known: KnownDevices): readonly string[] {
  const worth = ([, { verified, seenAt }]: readonly [string, KnownDevice]) =>
    [verified === null ? 0 : 1, seenAt] as const;
  return [...known]
    .sort((one, other) => worth(one)[0] - worth(other)[0] || worth(one)[1] - worth(other)[1])
    .slice(0, Math.max(0, known.size - MAX_KNOWN_DEVICES))
    .map(([device]) => device);
}

/** Names that are alike in this are taken for the same: case, width and the encoding of accents do not count. */
function comparable(name: string): string {
  return name.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
}

function groupedBy(pairs: readonly (readonly [key: string, value: string])[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [key, value] of pairs) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
