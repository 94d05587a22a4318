import {
  type DeviceKey,
  type LinkMessage,
  pairFingerprint,
  type RosterEntry,
} from "@sotto/keyserver-protocol/member";
import { toBase64Url } from "@sotto/shared/codec";
import { asLeafIndex, asParticipantId } from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import { Identities, type IdentityMemory } from "./Identities.ts";
import { deviceFingerprint } from "./fingerprint.ts";
import type { KnownDevice } from "./knownDevices.ts";
import { aDevice } from "./testing.ts";

/** The memory of a browser profile, over several calls. */
class Profile {
  readonly known = new Map<string, KnownDevice>();
  readonly links = new Map<string, { signature: Uint8Array; name: string; at: number }>();

  /** What a call that begins now reads, and where it writes. */
  open(): IdentityMemory {
    return {
      known: new Map(this.known),
      links: new Map(this.links),
      rememberMet: async (devices, now) => {
        for (const { device, name } of devices)
          this.known.set(device, { name, seenAt: now, verified: this.known.get(device)?.verified ?? null });
      },
      rememberJudged: async (device, name, isVerified, now) =>
        void this.known.set(device, { name, seenAt: now, verified: isVerified ? { name, at: now } : null }),
      keepLink: async (device, link) => void this.links.set(device, link),
      dropLink: async (device) => void this.links.delete(device),
    };
  }
}

function entry(
  leaf: number,
  { publicKey }: DeviceKey,
  displayName: string,
  personKey = publicKey,
): RosterEntry {
  return {
    leaf: asLeafIndex(leaf),
    participantId: asParticipantId(new Uint8Array(16).fill(leaf)),
    displayName,
    devicePublicKey: publicKey,
    personKey,
    isSelf: leaf === 0,
    role: "guest",
  };
}

const keyOf = (leaf: number) => toBase64Url(new Uint8Array(16).fill(leaf));
const [mine, anas, other] = await Promise.all([aDevice(), aDevice(), aDevice()]);

let time = 5;

async function aCall(profile: Profile, ...others: [DeviceKey, string][]) {
  const said: LinkMessage[] = [];
  const identities = new Identities(mine, profile.open(), {
    now: () => time,
    publish: (message) => void said.push(message),
  });
  const roster = others.map(([device, name], index) => entry(index + 1, device, name));
  await identities.meet([entry(0, mine, "Mara"), ...roster]);
  return { identities, said, of: (leaf: number) => identities.people().get(keyOf(leaf)) };
}

describe("identities", () => {
  it("give the fingerprint of both devices, and one's own device as known", async () => {
    const call = await aCall(new Profile(), [anas, "Ana"]);
    expect(call.of(1)?.pairFingerprint).toBe(pairFingerprint(anas.publicKey, mine.publicKey));
    expect(call.of(0)).toMatchObject({ verification: "verified", pairFingerprint: "" });
  });

  it("remember who was compared in a later call, and are loud about another key under that name", async () => {
    const profile = new Profile();
    const first = await aCall(profile, [anas, "Ana"]);
    expect(first.of(1)?.verification).toBe("unverified");
    await first.identities.act({ kind: "verify", participantKey: keyOf(1), on: true });
    expect(first.of(1)?.verification).toBe("verified");

    const later = await aCall(profile, [anas, "Ana"]);
    expect(later.of(1)?.verification).toBe("verified");
    const impostor = await aCall(profile, [other, "Ana"]);
    expect(impostor.of(1)?.verification).toBe("changed");

    await later.identities.act({ kind: "verify", participantKey: keyOf(1), on: false });
    expect((await aCall(profile, [anas, "Ana"])).of(1)?.verification).toBe("unverified");
  });

  it("remember when somebody was met last, once a call", async () => {
    const profile = new Profile();
    const { identities } = await aCall(profile, [anas, "Ana"]);
    time = 6;
    await identities.meet([entry(0, mine, "Mara"), entry(1, anas, "Ana")]);
    expect([...profile.known.values()]).toMatchObject([{ name: "Ana", seenAt: 5 }]);
    await aCall(profile, [anas, "Ana"]);
    expect([...profile.known.values()]).toMatchObject([{ name: "Ana", seenAt: 6 }]);
    time = 5;
  });

  it("say quietly that a name which was only met before has another device", async () => {
    const profile = new Profile();
    await aCall(profile, [anas, "Ana"]);
    expect((await aCall(profile, [other, "Ana"])).of(1)).toMatchObject({
      verification: "unverified",
      isNewDevice: true,
    });
  });

  it("have one's own linked device as oneself at once, and forget it when it is unlinked", async () => {
    const profile = new Profile();
    const { identities, said, of } = await aCall(profile, [anas, "Mara's phone"]);
    const fromPhone: LinkMessage[] = [];
    const phoneSide = new Identities(anas, new Profile().open(), {
      now: () => 5,
      publish: (message) => void fromPhone.push(message),
    });
    await phoneSide.meet([entry(0, mine, "Mara"), entry(1, anas, "Mara's phone")]);

    await phoneSide.act({ kind: "link", participantKey: keyOf(0), on: true });
    await identities.act({ kind: "link", participantKey: keyOf(1), on: true });
    expect(await identities.heard(keyOf(1), fromPhone[0]!)).toBe(true);
    expect(of(1)).toMatchObject({ link: "linked", verification: "verified", personKey: of(0)?.personKey });
    expect(identities.linkedDevices()).toEqual([
      { deviceFingerprint: deviceFingerprint(anas.publicKey), name: "Mara's phone", linkedAt: 5 },
    ]);
    expect((await aCall(profile)).identities.linkedDevices()).toHaveLength(1);

    await identities.act({ kind: "unlink", deviceFingerprint: deviceFingerprint(anas.publicKey) });
    expect(said.at(-1)).toMatchObject({ type: "link", signature: undefined });
    expect(of(1)).toMatchObject({ link: "none" });
    expect(of(1)?.personKey).not.toBe(of(0)?.personKey);
    expect(profile.links.size).toBe(0);
  });

  it("do not act on somebody who is not here, or on this device", async () => {
    const { identities } = await aCall(new Profile(), [anas, "Ana"]);
    for (const leaf of [0, 9]) {
      await expect(
        identities.act({ kind: "link", participantKey: keyOf(leaf), on: true }),
      ).rejects.toMatchObject({ code: "identity/not-here" });
    }
  });
});
