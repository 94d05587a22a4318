import { ed25519 } from "@noble/curves/ed25519.js";
import { asCapabilityHash, asEpoch, asGroupId } from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import { applicationContent, commitContent, toSequence } from "../messages/index.ts";
import { isSignedBy } from "./signature.ts";

const secret = new Uint8Array(32).fill(9);
const writer = ed25519.getPublicKey(secret);
const groupId = asGroupId(new Uint8Array(16).fill(1));
const blob = Uint8Array.of(1, 2);
const capabilityHash = asCapabilityHash(new Uint8Array(32).fill(4));
const place = { groupId, epoch: asEpoch(1), capabilityHash };
const claims = {
  instead: toSequence(0),
  nextCapabilityHash: asCapabilityHash(new Uint8Array(32)),
  added: [],
  removed: [writer],
};

describe("the signature of an entry", () => {
  const content = commitContent(place, claims, blob);
  const signature = ed25519.sign(content, secret);

  it("is its author's", () => {
    expect(isSignedBy(writer, signature, content)).toBe(true);
  });

  it.each([
    ["another log", commitContent({ ...place, groupId: asGroupId(new Uint8Array(16)) }, claims, blob)],
    ["another epoch", commitContent({ ...place, epoch: asEpoch(2) }, claims, blob)],
    [
      "another part of a split log",
      commitContent({ ...place, capabilityHash: asCapabilityHash(new Uint8Array(32).fill(5)) }, claims, blob),
    ],
    ["the place of another commit", commitContent(place, { ...claims, instead: toSequence(1) }, blob)],
    ["other writers", commitContent(place, { ...claims, added: [writer], removed: [] }, blob)],
    ["another blob", commitContent(place, claims, Uint8Array.of(1, 3))],
    ["another kind", applicationContent(place, toSequence(0), blob)],
  ])("is none for %s", (_, other) => {
    expect(isSignedBy(writer, signature, other)).toBe(false);
  });

  it("is nobody's if key or signature are none", () => {
    expect(isSignedBy(new Uint8Array(32).fill(255), signature, content)).toBe(false);
    expect(isSignedBy(new Uint8Array(3), signature, content)).toBe(false);
    expect(isSignedBy(writer, signature.subarray(1), content)).toBe(false);
  });
});
