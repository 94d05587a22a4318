import { expect, it } from "vitest";
import { deviceFingerprint } from "./fingerprint.ts";

it("is the head of the key's SHA-256 in groups of four digits", () => {
  // SHA-256 of the empty string begins e3b0c44298fc1c149afbf4c8996fb924.
  expect(deviceFingerprint(new Uint8Array(0))).toBe("E3B0 C442 98FC 1C14 9AFB F4C8 996F B924");
});

it("differs between keys", () => {
  expect(deviceFingerprint(Uint8Array.of(1))).not.toBe(deviceFingerprint(Uint8Array.of(2)));
});
