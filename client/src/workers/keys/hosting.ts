import type * as member from "@sotto/keyserver-protocol/member";
import { fromBase64Url, toBase64Url } from "@sotto/shared/codec";
import { asParticipantId } from "@sotto/shared/ids";
import type { FromHosting, HostAction } from "../hosting.ts";
import { deviceFingerprint } from "./fingerprint.ts";

type HostingEvent = Extract<member.MemberEvent, { readonly type: "policy" | "knocks" | "lobby" | "refused" }>;

/** What the page asks of the member, in the member's words. Throws CodecError for a key that is none. */
export function toMemberAction(action: HostAction): member.HostAction {
  switch (action.kind) {
    case "policy": {
      const { unban, ...settings } = action.change;
      return {
        kind: "policy",
        change: { ...settings, ...(unban !== undefined && { unban: unban.map(fromBase64Url) }) },
      };
    }
    case "role":
    case "remove": {
      const { participantKey, ...rest } = action;
      return { ...rest, participantId: asParticipantId(fromBase64Url(participantKey)) };
    }
    case "admit":
    case "admitAll":
    case "refuse":
      return action;
  }
}

/** What the member says, in the page's words; nothing for what has no proved author. */
export function toPageHosting(event: HostingEvent): FromHosting | undefined {
  switch (event.type) {
    case "policy": {
      const { lobby, locked, sizeLimit, share, record } = event.policy;
      const named = [...event.policy.hosts, ...event.policy.coHosts].map(deviceFingerprint);
      const banned = event.policy.banned.map((key) => ({
        key: toBase64Url(key),
        deviceFingerprint: deviceFingerprint(key),
      }));
      return {
        type: "policy",
        policy: { lobby, locked, sizeLimit, share, record, banned, named },
        role: event.role,
      };
    }
    case "knocks":
      return {
        type: "knocks",
        waiting: event.waiting.map(({ id, displayName, devicePublicKey, since }) => ({
          id,
          displayName,
          deviceFingerprint: deviceFingerprint(devicePublicKey),
          since,
        })),
      };
    case "lobby":
      return { type: "lobby", state: event.state };
    case "refused": {
      const { displayName, reason } = event;
      return displayName === undefined ? undefined : { type: "refused", displayName, reason };
    }
  }
}
