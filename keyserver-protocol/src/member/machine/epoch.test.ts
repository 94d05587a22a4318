import { describe, expect, it } from "vitest";
import { asCallSecret, asLinkSecret, callKeys } from "@sotto/shared/ids";
import { ed25519 } from "@noble/curves/ed25519.js";
import { createGroup, exportSecret, prepareCommit, type MlsGroup } from "../mls/index.ts";
import { initialPolicy, encodePolicy } from "../rules/index.ts";
import { MachineContext } from "./context.ts";
import { capabilityOf, closeEpoch, epochEvent, inLaterLog, openEpoch, type EpochState } from "./epoch.ts";
import { makeOwnKeyPackage, prepareCall, type Call } from "./identity.ts";

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

async function begun(): Promise<{ call: Call; group: MlsGroup; epoch: EpochState }> {
  const key = random(32);
  const context = new MachineContext({
    linkSecret: asLinkSecret(random(32)),
    displayName: "Ana",
    device: { publicKey: ed25519.getPublicKey(key), sign: async (message) => ed25519.sign(message, key) },
    tabSecret: random(32),
    rotateMs: 30_000,
    suite: "classical",
    crossSignatures: () => [],
    random,
  });
  const callSecret = asCallSecret(random(32));
  const keys = callKeys(callSecret);
  const call = await prepareCall(context, { callSecret, suite: "classical", since: 0, keys });
  const own = await makeOwnKeyPackage(context, call);
  const policy = encodePolicy(initialPolicy(context.options.device.publicKey));
  const group = await createGroup(call.mls, keys.groupId, own, policy, call.check);
  return { call, group, epoch: await openEpoch(call, group, { generation: 0, groupId: keys.groupId }) };
}

describe("an epoch", () => {
  it("can not be asked for the media's keys again", async () => {
    const { group, epoch } = await begun();
    const { baseKey, dataSecret } = await epochEvent(epoch, "create", 0);
    expect(baseKey.some((byte) => byte !== 0)).toBe(true);
    expect(dataSecret.some((byte) => byte !== 0)).toBe(true);
    await expect(epochEvent(epoch, "create", 0)).rejects.toThrow("already");
    for (const label of ["SFrame 1.0 Base Key", "sotto data"])
      await expect(exportSecret(group, label, new Uint8Array(), 16)).rejects.toMatchObject({
        code: "mls/internal",
      });
    expect(group.state.keySchedule.exporterSecret.every((byte) => byte === 0)).toBe(true);
  });

  it("overwrites what the media never took", async () => {
    const { epoch } = await begun();
    const { baseKey, dataSecret, sfuCapability } = epoch.media!;
    closeEpoch(epoch, undefined);
    for (const secret of [baseKey, dataSecret, sfuCapability])
      expect(secret.every((byte) => byte === 0)).toBe(true);
  });

  it("has the capabilities and logs of later generations that it would have had at its beginning", async () => {
    const { group, epoch } = await begun();
    const commit = { adds: [], removes: [], logExtension: new Uint8Array() };
    const { next } = await prepareCommit(group, commit);
    const { call } = await begun();
    const expected = await capabilityOf(next, 2);
    const opened = await openEpoch(call, next, epoch.log);
    const later = await inLaterLog(await inLaterLog(opened, undefined), undefined);
    expect(later.log.generation).toBe(2);
    expect(later.log.groupId).not.toEqual(epoch.log.groupId);
    expect(later.capability).toEqual(expected);
  });
});
