import type { SimulatedMember } from "./simulatedMember.ts";

/** Whether these members, and nobody else, are in one epoch together with equal keys. */
export function areTogether(members: readonly SimulatedMember[]): boolean {
  const [first] = members;
  if (first === undefined || members.some((member) => !member.isJoined)) return false;
  const names = members.map(({ options }) => options.name).sort();
  return members.every(({ epoch }) => {
    const roster = epoch.roster.map(({ displayName }) => displayName).sort();
    return (
      epoch.epoch === first.epoch.epoch &&
      epoch.callCode === first.epoch.callCode &&
      Buffer.compare(epoch.baseKey, first.epoch.baseKey) === 0 &&
      JSON.stringify(roster) === JSON.stringify(names)
    );
  });
}
