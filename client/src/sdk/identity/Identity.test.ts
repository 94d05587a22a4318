import { describe, expect, it } from "vitest";
import type { PersonIdentity, RosterPerson, ToKeys } from "../../workers/protocol.ts";
import { Identity } from "./Identity.ts";
import { UNKNOWN_IDENTITY } from "./personIdentity.ts";

const ana: RosterPerson = {
  leaf: 1,
  participantKey: "ana",
  displayName: "Ana",
  deviceFingerprint: "AAAA",
  isSelf: false,
  role: "guest",
};
const changed: PersonIdentity = { ...UNKNOWN_IDENTITY, verification: "changed", personKey: "p" };

function anIdentity() {
  const posted: ToKeys[] = [];
  const told: string[] = [];
  const identity = new Identity(
    (message) => void posted.push(message),
    (key, name) => void told.push(`${key} ${name}`),
  );
  return { identity, posted, told };
}

describe("identity", () => {
  it("describes people as the key worker does, and those it has not spoken of as unknown", () => {
    const { identity } = anIdentity();
    identity.heard({ type: "identities", people: [["ana", changed]], linkedDevices: [] });
    const [first, second] = identity.described([ana, { ...ana, participantKey: "ben" }]);
    expect(first).toEqual({ ...ana, ...changed });
    expect(second).toMatchObject({ participantKey: "ben", verification: "unverified" });
  });

  it("tells of a changed key once, also when that device joins anew", () => {
    const { identity, told } = anIdentity();
    const people = [
      ["ana", changed],
      ["ana-again", changed],
    ] as const;
    identity.heard({ type: "identities", people, linkedDevices: [] });
    identity.described([ana]);
    identity.described([ana]);
    identity.described([{ ...ana, participantKey: "ana-again" }]);
    expect(told).toEqual(["ana Ana"]);
    identity.described([{ ...ana, participantKey: "ana-again", deviceFingerprint: "BBBB" }]);
    expect(told).toHaveLength(2);
  });

  it("settles each request by its own answer", async () => {
    const { identity, posted } = anIdentity();
    const verified = identity.markVerified("ana", true);
    const linked = identity.linkDevice("ana", true);
    const error = { code: "identity/too-many-devices", message: "eight" };
    expect(posted.map((message) => (message.type === "identity" ? message.action.kind : ""))).toEqual([
      "verify",
      "link",
    ]);
    identity.heard({ type: "identityDone", id: 2, error });
    identity.heard({ type: "identityDone", id: 1 });
    await expect(linked).rejects.toMatchObject({ code: "identity/too-many-devices" });
    await verified;
  });
});
