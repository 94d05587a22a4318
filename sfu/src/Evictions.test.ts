import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Evictions } from "./Evictions.ts";
import { runSfu } from "./testing/runningSfu.ts";
import { newInvitation, randomId } from "./testing/TestClient.ts";

function hashOf(capability: string): string {
  return createHash("sha256").update(Buffer.from(capability, "base64url")).digest("base64url");
}

const [first, second, third] = [randomId(32), randomId(32), randomId(32)];

describe("a call's capability", () => {
  it("is set by the first, and then replaced only by who shows it", () => {
    const evictions = new Evictions(10);
    expect(evictions.capabilityHash).toBeUndefined();
    expect(() => evictions.replace(first, hashOf(second))).toThrow("not the call's capability");
    evictions.replace(undefined, hashOf(first));
    for (const wrong of [undefined, second, hashOf(first)]) {
      expect(() => evictions.replace(wrong, hashOf(second))).toThrow("not the call's capability");
    }
    evictions.replace(first, hashOf(second));
    expect(() => evictions.replace(first, hashOf(third))).toThrow("not the call's capability");
    expect(evictions.capabilityHash).toBe(hashOf(second));
  });

  it("keeps out so many, those put out last", () => {
    const evictions = new Evictions(2);
    evictions.bar(["a", "b", "c"]);
    expect(["a", "b", "c"].map((id) => evictions.isBarred(id))).toEqual([false, true, true]);
  });
});

describe("an eviction", () => {
  const running = runSfu();

  async function three() {
    const invitation = newInvitation();
    const ana = await running.joined(invitation);
    const ben = await running.joined(invitation);
    const eve = await running.joined(invitation);
    await ana.request("setCapability", { nextCapabilityHash: hashOf(first) });
    return { invitation, ana, ben, eve };
  }

  it("throws a participant out at once, tells all, and keeps its id out", async () => {
    const { invitation, ana, ben, eve } = await three();
    const { participantId } = eve;
    const data = { participantIds: [participantId], capability: first, nextCapabilityHash: hashOf(second) };
    await ben.request("evict", data);
    await eve.until("evicted");
    expect(await eve.closed).toBe(1008);
    expect((await ana.until("participantLeft")).data).toEqual({ participantId });
    const back = await running.connect();
    const { resumeToken } = eve;
    await expect(back.join(invitation, { participantId, resumeToken })).rejects.toMatchObject({
      code: "sfu/evicted",
    });
    expect(await back.closed).toBe(1008);
    expect(running.callOf(ana).participants.size).toBe(2);
    expect(await ana.request("capability", {})).toEqual({ capabilityHash: hashOf(second) });
  });

  it("without the capability, or with one that is over, does nothing", async () => {
    const { ana, ben, eve } = await three();
    await ana.request("setCapability", { capability: first, nextCapabilityHash: hashOf(second) });
    for (const capability of [first, third]) {
      const data = { participantIds: [ben.participantId], capability, nextCapabilityHash: hashOf(third) };
      await expect(eve.request("evict", data)).rejects.toMatchObject({ code: "sfu/bad-capability" });
    }
    await ben.request("ping", {});
    expect(running.callOf(ana).participants.size).toBe(3);
  });

  it("of who is not there keeps it out all the same", async () => {
    const { invitation, ana } = await three();
    const participantId = randomId(16);
    const data = { participantIds: [participantId], capability: first, nextCapabilityHash: hashOf(first) };
    await ana.request("evict", data);
    const late = await running.connect();
    await expect(late.join(invitation, { participantId })).rejects.toMatchObject({ code: "sfu/evicted" });
  });

  it("is only for those who have joined", async () => {
    const stranger = await running.connect();
    const data = { participantIds: [randomId(16)], capability: first, nextCapabilityHash: hashOf(first) };
    await expect(stranger.request("evict", data)).rejects.toMatchObject({ code: "sfu/not-joined" });
    await expect(stranger.request("capability", {})).rejects.toMatchObject({ code: "sfu/not-joined" });
  });
});
