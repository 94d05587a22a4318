import { hkdfSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { SottoError } from "../codec/index.ts";
import { countingBytes, toHex } from "../testing/hex.ts";
import {
  asCallSecret,
  asGroupId,
  asLinkSecret,
  callKeys,
  capabilityFrom,
  capabilityHash,
  instanceTag,
  linkKeys,
  MAILBOX_SLOT_MS,
  mailboxId,
  mailboxSlot,
  mailboxSlots,
  mailboxToken,
  participantId,
  sfuCallIdOf,
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
    const slot = Uint8Array.of(0, 0, 0, 0, 0, 0x01, 0x02, 0x03);
    expect(toHex(mailboxId(linkSecret, 0x010203))).toBe(expected(linkSecret, "mailbox id", 16, slot));
  });

  it("from the call secret", () => {
    const keys = callKeys(callSecret);
    expect(toHex(keys.groupId)).toBe(expected(callSecret, "group id", 16));
    expect(toHex(keys.outerSealKey)).toBe(expected(callSecret, "outer seal key", 32));
    expect(toHex(keys.sfuAdmission)).toBe(expected(callSecret, "sfu admission", 32));
    expect(toHex(keys.sfuCallId)).toBe(expected(keys.sfuAdmission, "sfu call id", 16));
    expect(toHex(participantId(callSecret, leafKey))).toBe(expected(callSecret, "participant", 16, leafKey));
    const mailbox = mailboxId(linkSecret, 7);
    expect(toHex(mailboxToken(callSecret, mailbox))).toBe(expected(callSecret, "mailbox token", 32, mailbox));
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

  it("share no id between slots, calls, members or purposes", () => {
    const { groupId, sfuCallId } = callKeys(callSecret);
    const ids = [
      mailboxId(linkSecret, 1),
      mailboxId(linkSecret, 2),
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

describe("mailbox slots", () => {
  it("are counted from 1970, the current one first", () => {
    expect(mailboxSlot(0)).toBe(0);
    expect(mailboxSlot(MAILBOX_SLOT_MS - 1)).toBe(0);
    expect(mailboxSlots(5 * MAILBOX_SLOT_MS)).toEqual([5, 4]);
    expect(mailboxSlots(0)).toEqual([0, 0]);
  });

  it.each([-1, 0.5, NaN, Infinity])("refuse the slot %d", (slot) => {
    expect(() => mailboxId(linkSecret, slot)).toThrow(expect.objectContaining({ code: "ids/slot" }));
  });

  it.each([NaN, Infinity, -1])("refuse the time %d", (time) => {
    expect(() => mailboxSlot(time)).toThrow(expect.objectContaining({ code: "ids/slot" }));
  });
});
