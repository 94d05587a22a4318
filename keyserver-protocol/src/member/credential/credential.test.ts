import { ed25519 } from "@noble/curves/ed25519.js";
import { asGroupId, asInstanceTag } from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import type { DeviceKey } from "../api.ts";
import {
  decodeCredential,
  isCredentialFor,
  openCredential,
  signCredential,
  type Credential,
} from "./credential.ts";
import { isDisplayName, normaliseDisplayName } from "./displayName.ts";

const groupId = asGroupId(new Uint8Array(16).fill(7));
const leafPublicKey = new Uint8Array(32).fill(9);

function device(seed: number): DeviceKey {
  const key = new Uint8Array(32).fill(seed);
  return {
    publicKey: ed25519.getPublicKey(key),
    sign: (message) => Promise.resolve(ed25519.sign(message, key)),
  };
}

function credentialOf(owner: DeviceKey): Credential {
  const instanceTag = asInstanceTag(new Uint8Array(16).fill(3));
  return {
    displayName: "Ana",
    devicePublicKey: owner.publicKey,
    leafPublicKey,
    instanceTag,
    serial: 1_700_000_000_000,
    crossSignatures: [{ devicePublicKey: device(2).publicKey, signature: new Uint8Array(64).fill(5) }],
  };
}

describe("credential", () => {
  it("opens for the call and the leaf that it was signed for", async () => {
    const identity = await signCredential(credentialOf(device(1)), groupId, device(1));
    expect(await openCredential(identity, groupId, leafPublicKey)).toEqual(credentialOf(device(1)));
  });

  it("does not open for another call or another leaf", async () => {
    const identity = await signCredential(credentialOf(device(1)), groupId, device(1));
    expect(await isCredentialFor(identity, asGroupId(new Uint8Array(16)), leafPublicKey)).toBe(false);
    expect(await isCredentialFor(identity, groupId, new Uint8Array(32))).toBe(false);
  });

  it("does not open when any byte was changed", async () => {
    const identity = await signCredential(credentialOf(device(1)), groupId, device(1));
    for (let index = 0; index < identity.length; index += 1) {
      const changed = identity.slice();
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(await isCredentialFor(changed, groupId, leafPublicKey), `byte ${index}`).toBe(false);
    }
  });

  it("does not read with bytes missing or added", async () => {
    const identity = await signCredential(credentialOf(device(1)), groupId, device(1));
    expect(() => decodeCredential(identity.subarray(1))).toThrow();
    expect(() => decodeCredential(identity.subarray(0, -1))).toThrow();
    expect(() => decodeCredential(Uint8Array.of(...identity, 0))).toThrow();
  });

  it("of the version without cross-signatures is not read any more", async () => {
    const identity = await signCredential(credentialOf(device(1)), groupId, device(1));
    identity[0] = 1;
    expect(() => decodeCredential(identity)).toThrow(/version/);
  });

  it("is not signed with the key of another device", async () => {
    await expect(signCredential(credentialOf(device(1)), groupId, device(2))).rejects.toThrow(
      /another device/,
    );
  });
});

describe("display name", () => {
  it.each([
    ["  Ana   Maria ", "Ana Maria"],
    ["A\u030angstro\u0308m", "Ångström"],
    ["Eve\u202eanA", "EveanA"],
    ["Ana\u0000\u0007\u200b\ufeff", "Ana"],
    ["line\nbreak\ttab", "line break tab"],
    ["👩‍👩‍👧 Ana", "👩‍👩‍👧 Ana"],
    ["x".repeat(100), "x".repeat(64)],
    ["👍".repeat(100), "👍".repeat(64)],
  ])("%j becomes %j, which others accept", (typed, name) => {
    expect(normaliseDisplayName(typed)).toBe(name);
    expect(isDisplayName(name)).toBe(true);
  });

  it.each(["", "   ", "\u200d", "\u202e", "\u3164 \u2800"])("refuses %j, which shows nothing", (typed) => {
    expect(() => normaliseDisplayName(typed)).toThrow();
  });

  it.each(["Ana\u202e", "Ana\u0000", " Ana", "Ana  B", "Ana\u00a0B", "x".repeat(65), "\ue000", "Ana\u2066"])(
    "does not accept %j from others",
    (name) => {
      expect(isDisplayName(name)).toBe(false);
    },
  );
});
