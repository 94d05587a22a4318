import { ed25519, ED25519_TORSION_SUBGROUP } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { describe, expect, it } from "vitest";
import { verifyEd25519 } from "../member/credential/index.ts";
import { isSignedBy } from "../server/signature.ts";
import { isUnambiguous } from "./index.ts";

const { Point } = ed25519;
const { Fn, Fp } = Point;
const text = Uint8Array.of(1, 2, 3);
const otherText = Uint8Array.of(4);
const secret = new Uint8Array(32).fill(7);
const publicKey = ed25519.getPublicKey(secret);
const signature = ed25519.sign(text, secret);

const littleEndian = (number: bigint) =>
  Uint8Array.from({ length: 32 }, (_, at) => Number((number >> BigInt(8 * at)) & 0xffn));
const numberOf = (bytes: Uint8Array) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
const torsion = ED25519_TORSION_SUBGROUP.map((hex) => Uint8Array.from(Buffer.from(hex, "hex")));

/** A signature that is valid by the equation, whose R is the neutral element. */
function withoutNonce(): Uint8Array {
  const { scalar } = ed25519.utils.getExtendedPublicKey(secret);
  const r = Point.ZERO.toBytes();
  const challenge = Fn.create(numberOf(sha512(joined(r, publicKey, text))));
  return joined(r, littleEndian(Fn.mul(challenge, scalar)));
}

async function expectRefused(key: Uint8Array, forged: Uint8Array, signed = text): Promise<void> {
  expect(isUnambiguous(key, forged)).toBe(false);
  expect(await verifyEd25519(key, forged, signed)).toBe(false);
  expect(isSignedBy(key, forged, signed)).toBe(false);
}

describe("a signature that verifiers could disagree on", () => {
  it("is not what honest members make", async () => {
    for (let seed = 1; seed < 50; seed += 1) {
      const key = new Uint8Array(32).fill(seed);
      expect(isUnambiguous(ed25519.getPublicKey(key), ed25519.sign(text, key))).toBe(true);
    }
    expect(await verifyEd25519(publicKey, signature, text)).toBe(true);
    expect(isSignedBy(publicKey, signature, text)).toBe(true);
  });

  it("is refused under each key of small order, where one would be good for any text", async () => {
    // [S]B = R holds whatever is signed, for the key that is the neutral element.
    const forAll = joined(Point.BASE.multiply(5n).toBytes(), littleEndian(5n));
    const neutral = Point.ZERO.toBytes();
    expect(ed25519.verify(forAll, text, neutral) && ed25519.verify(forAll, otherText, neutral)).toBe(true);
    expect(torsion).toHaveLength(8);
    for (const key of torsion) await expectRefused(key, forAll);
    await expectRefused(neutral, forAll, otherText);
  });

  it("is refused with an R of small order", async () => {
    expect(ed25519.verify(withoutNonce(), text, publicKey)).toBe(true);
    await expectRefused(publicKey, withoutNonce());
    for (const r of torsion) await expectRefused(publicKey, joined(r, signature.subarray(32)));
  });

  it("is refused if a point is written in another way than the shortest", async () => {
    for (let y = 0n; y < 19n; y += 1n) {
      const long = littleEndian(Fp.ORDER + y);
      await expectRefused(long, signature);
      await expectRefused(publicKey, joined(long, signature.subarray(32)));
    }
  });

  it("is refused with an S that is too large", async () => {
    const larger = littleEndian(numberOf(signature.subarray(32)) + Fn.ORDER);
    await expectRefused(publicKey, joined(signature.subarray(0, 32), larger));
  });
});
