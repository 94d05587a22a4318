import { asLeafIndex, asParticipantId } from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import { deviceFingerprint } from "./fingerprint.ts";
import { toMemberAction, toPageHosting } from "./hosting.ts";

const device = new Uint8Array(32).fill(1);
const key = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
const participantKey = "AgICAgICAgICAgICAgICAg";
const participantId = asParticipantId(new Uint8Array(16).fill(2));

describe("what hosts do", () => {
  it("reaches the member with ids for names", () => {
    expect(toMemberAction({ kind: "remove", participantKey, ban: true })).toEqual({
      kind: "remove",
      participantId,
      ban: true,
    });
    expect(toMemberAction({ kind: "role", participantKey, role: "cohost" })).toEqual({
      kind: "role",
      participantId,
      role: "cohost",
    });
    expect(toMemberAction({ kind: "policy", change: { locked: true, unban: [key] } })).toEqual({
      kind: "policy",
      change: { locked: true, unban: [device] },
    });
    expect(toMemberAction({ kind: "policy", change: { lobby: false } })).toEqual({
      kind: "policy",
      change: { lobby: false },
    });
    expect(toMemberAction({ kind: "admitAll" })).toEqual({ kind: "admitAll" });
  });
});

describe("what the member says", () => {
  it("reaches the page with fingerprints for device keys", () => {
    const settings = { lobby: true, locked: false, sizeLimit: 9, share: "all", record: "nobody" } as const;
    const policy = { ...settings, hosts: [device], coHosts: [], banned: [device] };
    expect(toPageHosting({ type: "policy", policy, role: "host" })).toEqual({
      type: "policy",
      policy: {
        ...settings,
        banned: [{ key, deviceFingerprint: deviceFingerprint(device) }],
        named: [deviceFingerprint(device)],
      },
      role: "host",
    });
    const waiting = [{ id: "x", displayName: "Ana", devicePublicKey: device, since: 5 }];
    expect(toPageHosting({ type: "knocks", waiting })).toEqual({
      type: "knocks",
      waiting: [{ id: "x", displayName: "Ana", deviceFingerprint: deviceFingerprint(device), since: 5 }],
    });
  });

  it("says who tried what they may not, and nothing of what nobody is proved to have done", () => {
    const reason = "only hosts let people in";
    const author = { leaf: asLeafIndex(3), participantId, displayName: "Eve" };
    expect(toPageHosting({ type: "refused", reason, ...author })).toEqual({
      type: "refused",
      displayName: "Eve",
      reason,
    });
    expect(toPageHosting({ type: "refused", reason: "a knock that does not verify" })).toBeUndefined();
  });
});
