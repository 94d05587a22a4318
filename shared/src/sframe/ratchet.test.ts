import { hkdfSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { asEpoch, asLeafIndex, asCtr, asStreamNumber } from "../ids/index.ts";
import { countingBytes, toHex } from "../testing/hex.ts";
import { decodeHeader, deriveSframeKeys, packKid, ratchetBaseKey, suites, SyncSealer } from "./index.ts";

function info(step: number): Buffer {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(step));
  return Buffer.concat([Buffer.from("sotto v1 sframe ratchet"), number]);
}

function kidOf(step: number) {
  const parts = { stream: asStreamNumber(0), padded: false, leaf: asLeafIndex(1), epoch: asEpoch(1) };
  return packKid({ ...parts, step }, 4);
}

describe("ratchetBaseKey", () => {
  it.each([
    [4, "sha256"],
    [5, "sha512"],
  ] as const)("is HKDF with suite %d's hash, as another library has it", (suite, hash) => {
    const baseKey = countingBytes(suites[suite].keyLength, 0xc0);
    const expected = hkdfSync(hash, baseKey, "", info(1), suites[suite].keyLength);
    expect(toHex(ratchetBaseKey(suite, baseKey, 1))).toBe(toHex(new Uint8Array(expected)));
  });

  it("gives another key for another step number", () => {
    const baseKey = countingBytes(16);
    expect(ratchetBaseKey(4, baseKey, 1)).not.toEqual(ratchetBaseKey(4, baseKey, 2));
  });

  it("leaves the key it began with to its owner", () => {
    const baseKey = countingBytes(16);
    ratchetBaseKey(4, baseKey, 1);
    expect(baseKey).toEqual(countingBytes(16));
  });

  it("leads forward only: with a step's key nothing of the step before can be opened", () => {
    const before = ratchetBaseKey(4, countingBytes(16), 1);
    const frame = new SyncSealer(deriveSframeKeys(4, before, kidOf(1))).encryptFrame(
      asCtr(0),
      Uint8Array.of(1, 2, 3),
    );
    const header = decodeHeader(frame);
    let held = ratchetBaseKey(4, before, 2);
    for (let step = 3; step < 70; step++) {
      const sealer = new SyncSealer(deriveSframeKeys(4, held, kidOf(1)));
      expect(() => sealer.decryptFrame(header, frame)).toThrowError(
        expect.objectContaining({ code: "sframe/auth" }),
      );
      held = ratchetBaseKey(4, held, step);
    }
    const opened = new SyncSealer(deriveSframeKeys(4, before, kidOf(1))).decryptFrame(header, frame);
    expect(opened).toEqual(Uint8Array.of(1, 2, 3));
  });
});
