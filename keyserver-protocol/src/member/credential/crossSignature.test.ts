import { ed25519 } from "@noble/curves/ed25519.js";
import { ByteReader, ByteWriter } from "@sotto/shared/codec";
import { describe, expect, it } from "vitest";
import type { CrossSignature } from "../api.ts";
import {
  asCrossSignatures,
  crossSign,
  isCrossSignature,
  MAX_CROSS_SIGNATURES,
  readCrossSignatures,
  writeCrossSignatures,
} from "./crossSignature.ts";

const own = new Uint8Array(32).fill(200);

function device(seed: number) {
  const key = new Uint8Array(32).fill(seed);
  return {
    publicKey: ed25519.getPublicKey(key),
    sign: async (message: Uint8Array) => ed25519.sign(message, key),
  };
}

/** Entries of devices with these keys, with signatures that nobody made. */
function entries(...keys: number[]): CrossSignature[] {
  return keys.map((key) => ({
    devicePublicKey: new Uint8Array(32).fill(key),
    signature: new Uint8Array(64).fill(key),
  }));
}

function written(list: readonly CrossSignature[]): Uint8Array {
  const writer = new ByteWriter();
  writeCrossSignatures(writer, own, list);
  return writer.finish();
}

/** The bytes as a forger would write them, without the checks. */
function forged(list: readonly CrossSignature[]): Uint8Array {
  const writer = new ByteWriter().u8(list.length);
  for (const { devicePublicKey, signature } of list) writer.fixed(devicePublicKey, 32).fixed(signature, 64);
  return writer.finish();
}

describe("cross-signature", () => {
  it("says of one device that it belongs to the same person, and of no other", async () => {
    const [phone, laptop, stranger] = [device(1), device(2), device(3)];
    const signature = await crossSign(phone, laptop.publicKey);
    expect(await isCrossSignature(phone.publicKey, laptop.publicKey, signature)).toBe(true);
    expect(await isCrossSignature(laptop.publicKey, phone.publicKey, signature)).toBe(false);
    expect(await isCrossSignature(phone.publicKey, stranger.publicKey, signature)).toBe(false);
    expect(await isCrossSignature(stranger.publicKey, laptop.publicKey, signature)).toBe(false);
  });

  it("by a key that is none is not valid, and throws nothing", async () => {
    const nonsense = new Uint8Array(32).fill(255);
    expect(await isCrossSignature(nonsense, own, new Uint8Array(64))).toBe(false);
  });
});

describe("the cross-signatures of a credential", () => {
  it.each([[[]], [[1]], [[1, 2, 3, 4, 5, 6, 7, 8]]])("of %j come back as they were", (keys) => {
    const list = entries(...keys);
    const reader = new ByteReader(written(list));
    expect(readCrossSignatures(reader, own)).toEqual(list);
    reader.end();
  });

  it.each([
    ["nine", [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ["of the device itself", [200]],
    ["out of order", [2, 1]],
    ["twice of one device", [1, 1]],
  ])("are not written or read when %s", (_what, keys) => {
    expect(() => written(entries(...keys))).toThrow(/cross-signature/);
    expect(() => readCrossSignatures(new ByteReader(forged(entries(...keys))), own)).toThrow(
      /cross-signature/,
    );
  });

  it("are of what a device knows the last eight, in order, each once, without itself", () => {
    const known = entries(9, 1, 200, 2, 3, 4, 5, 6, 7, 8);
    const list = asCrossSignatures(own, known);
    expect(list).toEqual(entries(1, 2, 3, 4, 5, 6, 7, 8));
    expect(list).toHaveLength(MAX_CROSS_SIGNATURES);
    const [newer] = entries(3);
    const again = { ...newer!, signature: new Uint8Array(64).fill(99) };
    expect(asCrossSignatures(own, [...entries(3), again])).toEqual([again]);
  });
});
