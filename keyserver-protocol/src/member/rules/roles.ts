import type { LeafIndex } from "@sotto/shared/ids";
import type { Role } from "../api.ts";
import type { Credential } from "../credential/index.ts";
import { deviceName, deviceNames } from "./deviceName.ts";
import type { Policy } from "./policy.ts";

/** The part of a roster member that decides on its role. */
export interface Placed {
  readonly leaf: LeafIndex;
  readonly credential: Pick<Credential, "devicePublicKey">;
}

/** Who has a say in the call, by leaf; whoever is not in it is a guest. */
export interface Standing {
  readonly hosts: ReadonlySet<LeafIndex>;
  readonly coHosts: ReadonlySet<LeafIndex>;
  /** Whether the hosts are those that the policy names, not somebody standing in for them. */
  readonly isNamed: boolean;
}

/**
 * Who counts as host and co-host. While no host is in the call, the lowest co-host's leaf stands in, or the lowest leaf
 * if there is no co-host; a banned device never does. Pure, so that all members agree.
 */
export function standingOf(policy: Policy, roster: readonly Placed[]): Standing {
  const names = namesIn(policy);
  const [hosts, coHosts] = [inCall(names.hosts, roster), inCall(names.coHosts, roster)];
  if (hosts.size > 0) return { hosts, coHosts, isNamed: true };
  const others = roster.filter(({ credential }) => !isBanned(policy, credential.devicePublicKey));
  const candidates = coHosts.size > 0 ? [...coHosts] : others.map(({ leaf }) => leaf);
  const lowest = candidates.sort((a, b) => a - b).slice(0, 1);
  return { hosts: new Set(lowest), coHosts, isNamed: false };
}

/** Leaves that count as hosts. */
export function effectiveHosts(policy: Policy, roster: readonly Placed[]): ReadonlySet<LeafIndex> {
  return standingOf(policy, roster).hosts;
}

export function roleOf({ hosts, coHosts }: Standing, leaf: LeafIndex): Role {
  if (hosts.has(leaf)) return "host";
  return coHosts.has(leaf) ? "cohost" : "guest";
}

/** Whether the policy names this device as host or co-host. Such a device needs nobody to let it in. */
export function isNamedInPolicy(policy: Policy, devicePublicKey: Uint8Array): boolean {
  const { hosts, coHosts } = namesIn(policy);
  const name = deviceName(devicePublicKey);
  return hosts.has(name) || coHosts.has(name);
}

/** Whether hosts keep anybody out. */
export function isGuarded({ lobby, locked, banned }: Policy): boolean {
  return lobby || locked || banned.length > 0;
}

export function isBanned(policy: Policy, devicePublicKey: Uint8Array): boolean {
  return namesIn(policy).banned.has(deviceName(devicePublicKey));
}

type Names = Readonly<Record<"hosts" | "coHosts" | "banned", ReadonlySet<string>>>;

/** A policy is asked for each member and each joiner; it never changes, the next epoch may have another. */
const namesOfPolicies = new WeakMap<Policy, Names>();

function namesIn(policy: Policy): Names {
  let names = namesOfPolicies.get(policy);
  if (names === undefined) {
    const { hosts, coHosts, banned } = policy;
    names = { hosts: deviceNames(hosts), coHosts: deviceNames(coHosts), banned: deviceNames(banned) };
    namesOfPolicies.set(policy, names);
  }
  return names;
}

function inCall(names: ReadonlySet<string>, roster: readonly Placed[]): Set<LeafIndex> {
  const present = roster.filter(({ credential }) => names.has(deviceName(credential.devicePublicKey)));
  return new Set(present.map(({ leaf }) => leaf));
}
