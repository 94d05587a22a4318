/** An epoch as far as the forwarding server's door is concerned. */
export interface DoorEpoch {
  /** Shown to the server, base64url. */
  readonly capability: string;
  /** What the server keeps of it, base64url. */
  readonly capabilityHash: string;
}

/** What there is to do at the forwarding server. */
export type EvictionPlan =
  | { readonly kind: "nothing" }
  | { readonly kind: "set"; readonly capability?: string; readonly nextCapabilityHash: string }
  | {
      readonly kind: "evict";
      readonly participantIds: readonly string[];
      readonly capability: string;
      readonly nextCapabilityHash: string;
    };

/**
 * Decides what to do about the server's door.
 * @param kept the hash that the server keeps, if any
 * @param epochs our last epochs, newest last
 * @param strangers participants that have to go
 */
export function evictionPlan(
  kept: string | undefined,
  epochs: readonly DoorEpoch[],
  strangers: readonly string[],
): EvictionPlan {
  const newest = epochs.at(-1);
  if (newest === undefined) return { kind: "nothing" };
  const { capabilityHash: nextCapabilityHash } = newest;
  if (kept === undefined) return { kind: "set", nextCapabilityHash };
  const current = epochs.findLast(({ capabilityHash }) => capabilityHash === kept);
  // Somebody is ahead of us; or has taken the door for themselves, and then there is nothing that could be shown.
  if (current === undefined) return { kind: "nothing" };
  const { capability } = current;
  if (strangers.length > 0)
    return { kind: "evict", participantIds: strangers, capability, nextCapabilityHash };
  return current === newest ? { kind: "nothing" } : { kind: "set", capability, nextCapabilityHash };
}
