import { describe, expect, it } from "vitest";
import {
  decodePolicy,
  encodePolicy,
  initialPolicy,
  MAX_BANNED,
  MAX_CALL_SIZE,
  MAX_HOSTS,
  type Policy,
} from "./policy.ts";
import { withBan, withRole, withSettings } from "./policyChange.ts";
import { device } from "./testing.ts";

const policy = initialPolicy(device(1));
const rich: Policy = {
  hosts: [device(1), device(2)],
  coHosts: [device(3)],
  banned: [device(4), device(5)],
  lobby: true,
  locked: true,
  sizeLimit: 7,
  share: "hosts",
  record: "nobody",
};
const many = (count: number) => Array.from({ length: count }, (_, index) => keyNumber(index));

function keyNumber(index: number): Uint8Array {
  const key = new Uint8Array(32);
  new DataView(key.buffer).setUint32(0, index);
  return key;
}

describe("policy", () => {
  it("reads as it was written", () => {
    for (const written of [policy, rich, { ...policy, lobby: true }, { ...policy, locked: true }]) {
      expect(decodePolicy(encodePolicy(written))).toEqual(written);
    }
  });

  it("begins open to all, with one host", () => {
    expect(policy).toEqual({
      hosts: [device(1)],
      coHosts: [],
      banned: [],
      lobby: false,
      locked: false,
      sizeLimit: MAX_CALL_SIZE,
      share: "all",
      record: "all",
    });
    expect(initialPolicy(device(1), { lobby: true }).lobby).toBe(true);
  });

  it("does not read when it is of another version, out of bounds, cut or longer", () => {
    const bytes = encodePolicy(policy);
    const withByte = (at: number, value: number) => bytes.map((byte, index) => (index === at ? value : byte));
    for (const changed of [
      withByte(0, 1),
      withByte(0, 3),
      withByte(1, 4),
      withByte(4, 2),
      withByte(5, 3),
      withByte(6, 0),
      Uint8Array.of(...bytes.subarray(0, 2), 0, 0, ...bytes.subarray(4)),
      Uint8Array.of(...bytes.subarray(0, 2), 255, 255, ...bytes.subarray(4)),
      bytes.subarray(0, -1),
      Uint8Array.of(...bytes, 0),
    ]) {
      expect(() => decodePolicy(changed)).toThrow();
    }
  });

  it("is not written when nobody could read it", () => {
    expect(() => encodePolicy({ ...policy, hosts: [] })).toThrow("without a host");
    expect(() => encodePolicy({ ...policy, coHosts: [device(1)] })).toThrow("named twice");
    expect(() => encodePolicy({ ...policy, banned: [device(1)] })).toThrow("named twice");
    expect(() => encodePolicy({ ...policy, hosts: many(MAX_HOSTS + 1) })).toThrow("too many");
    expect(() => encodePolicy({ ...policy, coHosts: many(MAX_HOSTS + 1) })).toThrow("too many");
    expect(() => encodePolicy({ ...policy, banned: many(MAX_BANNED + 1) })).toThrow("too many");
    expect(encodePolicy({ ...policy, banned: many(MAX_BANNED) })).toHaveLength(10 + 32 + MAX_BANNED * 32);
  });
});

describe("a change of the policy", () => {
  it("touches nothing but what it names", () => {
    expect(withSettings(rich, { lobby: false, sizeLimit: 9 })).toEqual({
      ...rich,
      lobby: false,
      sizeLimit: 9,
    });
    expect(withSettings(rich, { unban: [device(4)] })).toEqual({ ...rich, banned: [device(5)] });
    expect(() => withSettings(rich, { sizeLimit: 0 })).toThrow("size limit");
  });

  it("moves a device from one role to another", () => {
    expect(withRole(rich, device(3), "host")).toEqual({
      ...rich,
      hosts: [device(1), device(2), device(3)],
      coHosts: [],
    });
    expect(withRole(rich, device(1), "cohost")).toEqual({
      ...rich,
      hosts: [device(2)],
      coHosts: [device(3), device(1)],
    });
    expect(withRole(rich, device(3), "guest")).toEqual({ ...rich, coHosts: [] });
    expect(withRole(rich, device(2), "host")).toEqual(rich);
  });

  it("leaves no call without a host, and gives no role to a banned device", () => {
    expect(() => withRole(policy, device(1), "guest")).toThrow("no host would be left");
    expect(() => withBan(policy, device(1))).toThrow("no host would be left");
    expect(() => withRole(rich, device(4), "cohost")).toThrow("banned");
  });

  it("bans a device once, and takes its role", () => {
    expect(withBan(rich, device(3))).toEqual({
      ...rich,
      coHosts: [],
      banned: [device(4), device(5), device(3)],
    });
    expect(withBan(rich, device(4))).toEqual(rich);
    expect(() => withBan({ ...policy, banned: many(MAX_BANNED) }, device(9))).toThrow("too many");
  });
});
