import type { HostAction } from "../api.ts";
import type { SimulatedMember } from "./simulatedMember.ts";
import { newSeed, Simulation } from "./simulation.ts";

// What tests of hosts do again and again.

/** Members that do not commit without a reason. */
const calm = { rotateMs: 1_000_000 };

/** A call of members who came in one after another; the first is host. */
export async function callOf(count: number, options: Partial<SimulatedMember["options"]> = {}) {
  const simulation = new Simulation(newSeed());
  const members = await simulation.gather(count, { ...calm, ...options });
  return { simulation, members, host: members[0]! };
}

/** Does something as a host, and waits until it is done. */
export async function act(
  simulation: Simulation,
  member: SimulatedMember,
  action: HostAction,
): Promise<string> {
  const ticket = member.act(action);
  await simulation.until(() => member.acted.has(ticket), 5_000);
  return member.acted.get(ticket)!;
}

/** Somebody new comes to the call. */
export function enter(
  simulation: Simulation,
  options: Partial<SimulatedMember["options"]> = {},
): SimulatedMember {
  const member = simulation.add({ ...calm, ...options });
  member.connect();
  return member;
}

/** What a member did not accept, and whose it was. */
export function refusals(member: SimulatedMember): { reason: string; displayName: string | undefined }[] {
  return member.events.flatMap((event) =>
    event.type === "refused" ? [{ reason: event.reason, displayName: event.displayName }] : [],
  );
}

export function deviceOf(member: SimulatedMember): Uint8Array {
  return member.options.device.publicKey;
}
