import { ed25519 } from "@noble/curves/ed25519.js";
import { describe, expect, it } from "vitest";
import type { CrossSignature } from "../api.ts";
import { crossSign } from "./crossSignature.ts";
import { personKeysOf } from "./persons.ts";

type Device = ReturnType<typeof device>;

function device(seed: number) {
  const key = new Uint8Array(32).fill(seed);
  return {
    publicKey: ed25519.getPublicKey(key),
    sign: async (message: Uint8Array) => ed25519.sign(message, key),
  };
}

const [a, b, c, d] = [device(1), device(2), device(3), device(4)];

/** What a device's credential says when these others have signed it. */
async function signedBy(carrier: Device, ...others: Device[]) {
  const crossSignatures = await Promise.all(
    others.map(async (other): Promise<CrossSignature> => ({
      devicePublicKey: other.publicKey,
      signature: await crossSign(other, carrier.publicKey),
    })),
  );
  return { devicePublicKey: carrier.publicKey, crossSignatures };
}

/** Which credentials are one person's: the same letter for the same person, in the order of the credentials. */
async function persons(...credentials: Awaited<ReturnType<typeof signedBy>>[]): Promise<string> {
  const keys = (await personKeysOf(credentials)).map((key) => key.join());
  const distinct = [...new Set(keys)];
  return keys.map((key) => String.fromCharCode(97 + distinct.indexOf(key))).join("");
}

describe("devices of one person", () => {
  it("are those that carry each other's signature", async () => {
    expect(await persons(await signedBy(a, b), await signedBy(c), await signedBy(b, a))).toBe("aba");
  });

  it("are joined through a chain", async () => {
    const chain = [await signedBy(a, b), await signedBy(b, a, c), await signedBy(c, b), await signedBy(d)];
    expect(await persons(...chain)).toBe("aaab");
  });

  it("are not found by a signature of one side", async () => {
    expect(await persons(await signedBy(a, b), await signedBy(b))).toBe("ab");
    expect(await persons(await signedBy(a), await signedBy(b, a))).toBe("ab");
  });

  it("are not found by a forged signature, on either side", async () => {
    const honest = await signedBy(a, b);
    const forged = {
      devicePublicKey: b.publicKey,
      crossSignatures: [{ devicePublicKey: a.publicKey, signature: await crossSign(d, b.publicKey) }],
    };
    expect(await persons(honest, forged)).toBe("ab");
    expect(await persons(forged, honest)).toBe("ab");
  });

  it("are not found by signatures that were made for other devices", async () => {
    // D carries what A and B have signed over each other.
    const thief = {
      devicePublicKey: d.publicKey,
      crossSignatures: [...(await signedBy(a, b)).crossSignatures, ...(await signedBy(b, a)).crossSignatures],
    };
    expect(await persons(await signedBy(a, b), await signedBy(b, a), thief)).toBe("aab");
  });

  it("are not joined through a device that is not here", async () => {
    expect(await persons(await signedBy(a, b), await signedBy(c, b))).toBe("ab");
  });

  it("are found in two tabs of a device, whichever of them knows of the other device", async () => {
    expect(await persons(await signedBy(a), await signedBy(a, b), await signedBy(b, a))).toBe("aaa");
  });

  it("have the smallest of their keys, in whatever order they come", async () => {
    const credentials = [await signedBy(a, b), await signedBy(b, a, c), await signedBy(c, b)];
    const smallest = credentials
      .map(({ devicePublicKey }) => devicePublicKey)
      .sort((one, other) => Buffer.compare(one, other))[0]!;
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
    ]) {
      const keys = await personKeysOf(order.map((index) => credentials[index]!));
      expect(keys).toEqual([smallest, smallest, smallest]);
    }
  });
});
