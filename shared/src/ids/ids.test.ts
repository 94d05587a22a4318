import { hkdfSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { SottoError } from "../codec/index.ts";
import { countingBytes, toHex } from "../testing/hex.ts";
import {
  asCallSecret,
  asCtr,
  asEpoch,
  asGroupId,
  asKid,
  asLeafIndex,
  asLinkSecret,
  asStreamNumber,
  callKeys,
  capabilityFrom,
  capabilityHash,
  instanceTag,
  linkKeys,
  mailboxDays,
  mailboxId,
  participantId,
  sfuCallIdOf,
  utcDay,
} from "./index.ts";
import { purposes } from "./purposes.ts";

const linkSecret = asLinkSecret(countingBytes(32));
const callSecret = asCallSecret(countingBytes(32, 0x40));
const leafKey = countingBytes(32, 0x80);

/** The platform's HKDF as a second opinion on ours. */
function expected(
  secret: Uint8Array,
  label: string,
  length: number,
  context: Uint8Array | string = "",
): string {
  const info = Buffer.concat([Buffer.from(`sotto v1 ${label}\0`), Buffer.from(context)]);
  return Buffer.from(hkdfSync("sha256", secret, "", info, length)).toString("hex");
}

describe("purposes", () => {
  it("have labels that are unique and hold no zero byte", () => {
    const labels = Object.values(purposes).map(({ label }) => label as string);
    expect(new Set(labels).size).toBe(labels.length);
    expect(labels.filter((label) => label.includes("\0"))).toEqual([]);
  });
});

describe("derivations", () => {
  it("from the link secret", () => {
    const keys = linkKeys(linkSecret);
    expect(toHex(keys.announcementKey)).toBe(expected(linkSecret, "announcement key", 32));
    expect(toHex(keys.mailboxToken)).toBe(expected(linkSecret, "mailbox token", 32));
    expect(toHex(mailboxId(linkSecret, "2026-11-21"))).toBe(
      expected(linkSecret, "mailbox id", 16, "2026-11-21"),
    );
  });

  it("from the call secret", () => {
    const keys = callKeys(callSecret);
    expect(toHex(keys.groupId)).toBe(expected(callSecret, "group id", 16));
    expect(toHex(keys.outerSealKey)).toBe(expected(callSecret, "outer seal key", 32));
    expect(toHex(keys.sfuAdmission)).toBe(expected(callSecret, "sfu admission", 32));
    expect(toHex(keys.sfuCallId)).toBe(expected(keys.sfuAdmission, "sfu call id", 16));
    expect(toHex(participantId(callSecret, leafKey))).toBe(expected(callSecret, "participant", 16, leafKey));
  });

  it("of a tab's tag and of an epoch's capability", () => {
    const { groupId } = callKeys(callSecret);
    const tabSecret = countingBytes(32, 0xa0);
    expect(toHex(instanceTag(tabSecret, groupId))).toBe(expected(tabSecret, "instance tag", 16, groupId));
    const exported = countingBytes(32, 0xc0);
    const capability = capabilityFrom(exported);
    expect(toHex(capability)).toBe(expected(exported, "capability", 32));
    expect(toHex(capability)).not.toBe(toHex(exported));
    expect(capabilityHash(capability)).toHaveLength(32);
    expect(toHex(capabilityHash(capability))).not.toBe(toHex(capability));
  });

  it("let the SFU tell which call an admission secret belongs to", () => {
    const mine = callKeys(callSecret);
    const other = callKeys(asCallSecret(countingBytes(32, 0x41)));
    expect(sfuCallIdOf(mine.sfuAdmission)).toEqual(mine.sfuCallId);
    expect(sfuCallIdOf(other.sfuAdmission)).not.toEqual(mine.sfuCallId);
  });

  it("share no id between days, calls, members or purposes", () => {
    const { groupId, sfuCallId } = callKeys(callSecret);
    const ids = [
      mailboxId(linkSecret, "2026-11-21"),
      mailboxId(linkSecret, "2026-11-22"),
      groupId,
      sfuCallId,
      participantId(callSecret, leafKey),
      participantId(callSecret, countingBytes(32, 0x81)),
    ].map(toHex);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("refuse secrets of another length", () => {
    const short = countingBytes(31);
    expect(() => linkKeys(short as typeof linkSecret)).toThrow(
      expect.objectContaining({ code: "ids/length" }),
    );
    expect(() => callKeys(short as typeof callSecret)).toThrow(SottoError);
    expect(() => participantId(callSecret, short)).toThrow(SottoError);
    expect(() => capabilityFrom(short)).toThrow(SottoError);
    expect(() => instanceTag(short, asGroupId(countingBytes(16)))).toThrow(SottoError);
    expect(() => asGroupId(short)).toThrow(SottoError);
  });
});

describe("mailbox days", () => {
  it("are UTC, today first, then both neighbours", () => {
    expect(mailboxDays(Date.parse("2026-12-31T23:59:59.999Z"))).toEqual([
      "2026-12-31",
      "2026-12-30",
      "2027-01-01",
    ]);
    expect(mailboxDays(Date.parse("2028-03-01T00:00:00Z"))).toEqual([
      "2028-03-01",
      "2028-02-29",
      "2028-03-02",
    ]);
    expect(utcDay(0)).toBe("1970-01-01");
  });

  it.each(["2026-2-1", "2026-02-30", "2026-13-01", "today", "2026-11-21T00:00:00Z", ""])(
    "refuse %j",
    (day) => {
      expect(() => mailboxId(linkSecret, day)).toThrow(expect.objectContaining({ code: "ids/day" }));
    },
  );

  it.each([NaN, Infinity, 8.64e15])("refuse the time %d", (time) => {
    expect(() => utcDay(time)).toThrow(expect.objectContaining({ code: "ids/day" }));
  });
});

describe("numbers", () => {
  it("are typed only inside their range", () => {
    expect([asEpoch(0), asLeafIndex(4095), asStreamNumber(15)]).toEqual([0, 4095, 15]);
    expect([asKid(7), asCtr((1n << 64n) - 1n)]).toEqual([7n, 18446744073709551615n]);
  });

  it.each([
    () => asEpoch(-1),
    () => asEpoch(2 ** 53),
    () => asLeafIndex(4096),
    () => asStreamNumber(16),
    () => asStreamNumber(0.5),
    () => asKid(-1n),
    () => asKid(2 ** 53),
    () => asCtr(1n << 64n),
  ])("outside it are refused: %s", (make) => {
    expect(make).toThrow(expect.objectContaining({ code: "ids/range" }));
  });
});
