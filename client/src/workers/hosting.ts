/** What crosses between the page and the key worker about hosts, the lobby and what is allowed in the call. */
import type { LobbyState, PolicySettings, Role } from "@sotto/keyserver-protocol/member";

export type { LobbyState, PolicySettings, Role };

/** A device that nobody can let in. */
export interface BannedDevice {
  /** Device key in base64url. */
  readonly key: string;
  readonly deviceFingerprint: string;
}

/** What is allowed in the call, as the group itself says. */
export interface CallPolicy extends PolicySettings {
  readonly banned: readonly BannedDevice[];
  /** Fingerprints of the devices that are hosts or co-hosts by name, here or not: who stands in for them is none. */
  readonly named: readonly string[];
}

/** What a host changes of it. */
export interface PolicyChange extends Partial<PolicySettings> {
  /** Keys of devices to be banned no longer. */
  readonly unban?: readonly string[];
}

/** Somebody who waits to be let in; name and device have been verified to belong together. */
export interface WaitingPerson {
  readonly id: string;
  readonly displayName: string;
  readonly deviceFingerprint: string;
  /** ms since 1970. */
  readonly since: number;
}

/** What a host does. */
export type HostAction =
  | { readonly kind: "policy"; readonly change: PolicyChange }
  | { readonly kind: "role"; readonly participantKey: string; readonly role: Role }
  | { readonly kind: "remove"; readonly participantKey: string; readonly ban: boolean }
  | { readonly kind: "admit"; readonly knockId: string }
  | { readonly kind: "admitAll" }
  | { readonly kind: "refuse"; readonly knockId: string };

/** Key worker → page. */
export type FromHosting =
  | { readonly type: "policy"; readonly policy: CallPolicy; readonly role: Role }
  | { readonly type: "knocks"; readonly waiting: readonly WaitingPerson[] }
  | { readonly type: "lobby"; readonly state: LobbyState }
  /** Somebody tried what they may not, and it was not done; who it was is proved. */
  | { readonly type: "refused"; readonly displayName: string; readonly reason: string };
