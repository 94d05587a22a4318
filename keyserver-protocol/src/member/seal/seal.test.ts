import { describe, expect, it } from "vitest";
import { openBlob, padmeLength, sealBlob, type SealPlace } from "./seal.ts";

const key = new Uint8Array(32).fill(5);
const id = new Uint8Array(16).fill(6);
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const place: SealPlace = { kind: "commit", id, epoch: 4 };

describe("outer seal", () => {
  it.each([0, 1, 251, 252, 253, 5000])("gives back %i bytes", (length) => {
    const data = random(length);
    expect(openBlob(key, place, sealBlob(key, place, data, random))).toEqual(data);
  });

  it("opens only as the kind, at the place and in the epoch that it was sealed for", () => {
    const blob = sealBlob(key, place, id, random);
    const others: SealPlace[] = [
      { ...place, kind: "application" },
      { ...place, id: new Uint8Array(16) },
      { ...place, epoch: 5 },
      { kind: "commit", id },
    ];
    for (const other of others) expect(() => openBlob(key, other, blob)).toThrow("does not open");
    expect(() => openBlob(new Uint8Array(32), place, blob)).toThrow("does not open");
  });

  it("does not open when a byte was changed or cut", () => {
    const blob = sealBlob(key, place, id, random);
    for (const index of [0, 23, 24, blob.length - 1]) {
      const changed = blob.slice();
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => openBlob(key, place, changed)).toThrow("does not open");
    }
    expect(() => openBlob(key, place, blob.subarray(0, -1))).toThrow("does not open");
    expect(() => openBlob(key, place, new Uint8Array(10))).toThrow("does not open");
  });

  it("gives small messages one size, and larger ones few sizes at small cost", () => {
    expect(padmeLength(4)).toBe(256);
    expect(padmeLength(256)).toBe(256);
    expect(padmeLength(257)).toBe(272);
    const sizes = new Set<number>();
    for (let length = 257; length <= 65_536; length += 1) {
      const padded = padmeLength(length);
      expect(padded).toBeGreaterThanOrEqual(length);
      expect(padded / length).toBeLessThan(1.12);
      sizes.add(padded);
    }
    expect(sizes.size).toBeLessThan(150);
  });
});
