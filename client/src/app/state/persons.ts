import type { Person } from "../../sdk/index.ts";

/** Somebody with all of their devices in the call. */
export interface PersonGroup {
  readonly key: string;
  /** Whose name stands for the group: oneself, else the device that is longest in the call's list. */
  readonly head: Person;
  /** The head first. Two tabs of one device are two entries. */
  readonly devices: readonly Person[];
  /** How many devices there are, each counted once. */
  readonly deviceCount: number;
  readonly isSelf: boolean;
  /** The gravest of the devices'. */
  readonly verification: Person["verification"];
}

/** The people of a call, with the devices that have signed each other as one person; in the order of their heads. */
export function personsOf(people: readonly Person[]): readonly PersonGroup[] {
  const groups = new Map<string, Person[]>();
  for (const person of people) {
    // Before anything is known of a device, it stands for itself.
    const key = person.personKey === "" ? person.key : person.personKey;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [person]);
    else group.push(person);
  }
  return [...groups].flatMap(([key, devices]) => {
    const [head] = devices;
    if (head === undefined) return [];
    return {
      key,
      head,
      devices,
      deviceCount: new Set(devices.map(({ deviceFingerprint }) => deviceFingerprint)).size,
      isSelf: devices.some(({ isSelf }) => isSelf),
      verification: gravest(devices),
    };
  });
}

/** Those whose name was verified with another key: what everybody should look at. */
export function withChangedKeys(people: readonly Person[]): readonly Person[] {
  return people.filter(({ verification }) => verification === "changed");
}

function gravest(devices: readonly Person[]): Person["verification"] {
  if (devices.some(({ verification }) => verification === "changed")) return "changed";
  return devices.every(({ verification }) => verification === "verified") ? "verified" : "unverified";
}

/** As the people panel lists them: raised hands first, in their order; then as they are. */
export function inPanelOrder(
  groups: readonly PersonGroup[],
  places: ReadonlyMap<string, number>,
): readonly PersonGroup[] {
  const place = ({ devices }: PersonGroup): number =>
    Math.min(...devices.map(({ key }) => places.get(key) ?? Number.MAX_SAFE_INTEGER));
  return groups.toSorted((a, b) => place(a) - place(b));
}

/** Those with a name, or a device's name, that holds what was typed; all of them if that is nothing. */
export function named(groups: readonly PersonGroup[], typed: string): readonly PersonGroup[] {
  const plain = (text: string): string => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const wanted = plain(typed.trim());
  return groups.filter(({ devices }) =>
    devices.some(({ displayName }) => plain(displayName).includes(wanted)),
  );
}
