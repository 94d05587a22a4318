import { bytesEqualConstantTime, SottoError } from "@sotto/shared/codec";
import type { LeafIndex } from "@sotto/shared/ids";
import type { PolicyChange, Role } from "../api.ts";
import { deviceName, deviceNames } from "./deviceName.ts";
import { decodePolicy, encodePolicy, MAX_BANNED, type Policy } from "./policy.ts";
import { roleOf, type Standing } from "./roles.ts";

// What hosts want changed, as functions of the policy as it is by then: two hosts may be at it at once.
// All throw SottoError: "policy/no-host" if no host would be left, "policy/full" if a list is, "policy/banned" for a role
// of a banned device, and what `decodePolicy` throws.

/** The policy with other settings, and with some devices no longer banned. */
export function withSettings(policy: Policy, { unban = [], ...settings }: PolicyChange): Policy {
  return checked({ ...policy, ...settings, banned: without(policy.banned, unban) });
}

/** The policy in which a device has this role. */
export function withRole(policy: Policy, device: Uint8Array, role: Role): Policy {
  if (deviceNames(policy.banned).has(deviceName(device)))
    throw new SottoError("policy/banned", "the device is banned");
  const [hosts, coHosts] = [policy.hosts, policy.coHosts].map((keys) => without(keys, [device]));
  return checked({
    ...policy,
    hosts: role === "host" ? including(policy.hosts, device) : (hosts ?? []),
    coHosts: role === "cohost" ? including(policy.coHosts, device) : (coHosts ?? []),
  });
}

/** The policy in which a device is banned, and has no role. */
export function withBan(policy: Policy, device: Uint8Array): Policy {
  const banned = including(policy.banned, device);
  if (banned.length > MAX_BANNED) throw new SottoError("policy/full", "too many devices are banned");
  const [hosts, coHosts] = [without(policy.hosts, [device]), without(policy.coHosts, [device])];
  return checked({ ...policy, hosts, coHosts, banned });
}

export function isSamePolicy(one: Policy, other: Policy): boolean {
  return bytesEqualConstantTime(encodePolicy(one), encodePolicy(other));
}

/**
 * Says why a member may not put `proposed` in the place of a policy, or undefined if it may. Only hosts and co-hosts may;
 * only a host that the policy names may change who is host, and who is co-host only such a host or a co-host. So whoever
 * stands in for absent hosts can keep order, and can not take their place.
 */
export function refusalOfPolicy(
  policy: Policy,
  standing: Standing,
  sender: LeafIndex,
  proposed: Uint8Array,
): string | undefined {
  if (roleOf(standing, sender) === "guest") return "only hosts change what is allowed in the call";
  let next: Policy;
  try {
    next = decodePolicy(proposed);
  } catch {
    return "a policy that can not be read";
  }
  const isNamedHost = standing.isNamed && standing.hosts.has(sender);
  if (!isNamedHost && !sameKeys(policy.hosts, next.hosts)) return "only a host names hosts";
  const mayNameCoHosts = isNamedHost || standing.coHosts.has(sender);
  if (!mayNameCoHosts && !sameKeys(policy.coHosts, next.coHosts)) return "only hosts name co-hosts";
  return undefined;
}

function checked(policy: Policy): Policy {
  if (policy.hosts.length === 0) throw new SottoError("policy/no-host", "no host would be left");
  encodePolicy(policy);
  return policy;
}

function including(keys: readonly Uint8Array[], device: Uint8Array): readonly Uint8Array[] {
  return deviceNames(keys).has(deviceName(device)) ? keys : [...keys, device.slice()];
}

function without(keys: readonly Uint8Array[], devices: readonly Uint8Array[]): readonly Uint8Array[] {
  const names = deviceNames(devices);
  return keys.filter((key) => !names.has(deviceName(key)));
}

function sameKeys(one: readonly Uint8Array[], other: readonly Uint8Array[]): boolean {
  return one.map(deviceName).join() === other.map(deviceName).join();
}
