import type { LinkMessage } from "@sotto/keyserver-protocol/member";
import { toBase64Url } from "@sotto/shared/codec";
import { describe, expect, it } from "vitest";
import { DeviceLinks, type StoredLink } from "./DeviceLinks.ts";
import { aDevice } from "./testing.ts";

/** A device with what it has said and what it keeps. */
async function aSide(stored: ReadonlyMap<string, StoredLink> = new Map()) {
  const device = await aDevice();
  const said: LinkMessage[] = [];
  const kept = new Map(stored);
  const links = new DeviceLinks(device, stored, {
    now: () => 7,
    publish: (message) => void said.push(message),
    keep: async (name, link) => void kept.set(name, link),
    drop: async (name) => void kept.delete(name),
  });
  return { name: toBase64Url(device.publicKey), links, said, kept, device };
}

type Side = Awaited<ReturnType<typeof aSide>>;

/** Has everybody hear what a side has said since. */
async function deliver(from: Side, ...to: Side[]): Promise<void> {
  for (const message of from.said.splice(0))
    for (const side of to) await side.links.heard(from.name, message);
}

describe("linking two devices", () => {
  it("takes a yes on each of them, in either order, and keeps the other's signature on both", async () => {
    const [phone, laptop] = [await aSide(), await aSide()];
    await phone.links.offer(laptop.name, "Ana at work");
    expect(phone.links.stateOf(laptop.name)).toBe("offered");
    await deliver(phone, laptop);
    expect(laptop.links.stateOf(phone.name)).toBe("wanted");
    expect(laptop.kept.size).toBe(0);

    await laptop.links.offer(phone.name, "Ana");
    await deliver(laptop, phone);
    expect([phone.links.stateOf(laptop.name), laptop.links.stateOf(phone.name)]).toEqual([
      "linked",
      "linked",
    ]);
    expect(phone.kept.get(laptop.name)).toMatchObject({ name: "Ana at work", at: 7 });
    expect(phone.links.signatures()).toEqual([
      { devicePublicKey: laptop.device.publicKey, signature: phone.kept.get(laptop.name)?.signature },
    ]);
  });

  it("signs nothing because the other side asks", async () => {
    const [phone, stranger] = [await aSide(), await aSide()];
    await stranger.links.offer(phone.name, "Ana");
    await deliver(stranger, phone);
    expect(phone.said).toEqual([]);
    expect(phone.links.signatures()).toEqual([]);
  });

  it("is not for a third that hears both", async () => {
    const [phone, laptop, eve] = [await aSide(), await aSide(), await aSide()];
    await eve.links.offer(phone.name, "Ana");
    eve.said.length = 0;
    await laptop.links.offer(phone.name, "Ana");
    const [message] = laptop.said;
    await deliver(laptop, eve, phone);
    expect(eve.links.stateOf(laptop.name)).toBe("none");
    // What the laptop said, in the mouth of another.
    expect(await phone.links.heard(eve.name, message!)).toBe(false);
    expect(phone.links.stateOf(eve.name)).toBe("none");
  });

  it("is undone on both sides by either, and in the middle as well", async () => {
    const [phone, laptop] = [await aSide(), await aSide()];
    await phone.links.offer(laptop.name, "Ana");
    await deliver(phone, laptop);
    await phone.links.withdraw(laptop.name);
    await deliver(phone, laptop);
    expect(laptop.links.stateOf(phone.name)).toBe("none");

    await phone.links.offer(laptop.name, "Ana");
    await laptop.links.offer(phone.name, "Ana");
    await deliver(phone, laptop);
    await deliver(laptop, phone);
    await laptop.links.withdraw(phone.name);
    await deliver(laptop, phone);
    expect([phone.kept.size, laptop.kept.size]).toEqual([0, 0]);
    expect(phone.links.stateOf(laptop.name)).toBe("none");
  });

  it("that was begun ends when the other leaves, and what was finished stays", async () => {
    const [phone, laptop, tablet] = [await aSide(), await aSide(), await aSide()];
    await phone.links.offer(laptop.name, "Ana");
    await laptop.links.offer(phone.name, "Ana");
    await deliver(laptop, phone);
    await phone.links.offer(tablet.name, "Ana");
    phone.links.keepOnly(new Set([phone.name]));
    expect(phone.links.stateOf(tablet.name)).toBe("none");
    expect(phone.links.stateOf(laptop.name)).toBe("linked");
  });

  it("is possible with eight devices and not more", async () => {
    const link: StoredLink = { signature: new Uint8Array(64), name: "x", at: 1 };
    const stored = new Map(Array.from({ length: 8 }, (_, index) => [`k${index}`, link]));
    const [full, other] = [await aSide(stored), await aSide()];
    await expect(full.links.offer(other.name, "Ana")).rejects.toMatchObject({
      code: "identity/too-many-devices",
    });
    expect(full.said).toEqual([]);
  });
});
