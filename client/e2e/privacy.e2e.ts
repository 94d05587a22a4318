import { Buffer } from "node:buffer";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { MAILBOX_SLOT_MS, makeLink } from "@sotto/shared/ids";
import { decodeServerMessage } from "@sotto/keyserver-protocol/messages";
import { launchChromium } from "./harness/browser.ts";
import { HeadlessMember } from "./harness/headless.ts";
import { newLinkSecret } from "./harness/link.ts";
import { Participant, until } from "./harness/participant.ts";
import { openFrame as open, sealedPart } from "./harness/openFrame.ts";
import { decodedFields, findSecrets, seenBy } from "./harness/secrets.ts";
import { SFU_ADDRESS, type Servers, startServers } from "./harness/servers.ts";
import { type ForwardedFrame, tapCall } from "./harness/sfuTap.ts";
import { readHeader } from "./harness/sframeByHand.ts";

/** The part of the member engine's inside that is listened to. */
interface MlsGroupModule {
  exportSecret(...args: readonly unknown[]): Promise<Uint8Array>;
  epochAuthenticatorOf(...args: readonly unknown[]): Uint8Array;
}
interface AnnouncementModule {
  accessTo(announcement: { readonly callSecret: Uint8Array }): unknown;
}

/** Every value that the headless members of these tests ever exported from MLS, and every call secret they had. */
const exported = vi.hoisted((): { values: Uint8Array[]; callSecrets: Uint8Array[] } => ({
  values: [],
  callSecrets: [],
}));

vi.mock("../../keyserver-protocol/src/member/mls/group.ts", async (importOriginal) => {
  const original = await importOriginal<MlsGroupModule>();
  return {
    ...original,
    exportSecret: async (...args: readonly unknown[]) => {
      const value = await original.exportSecret(...args);
      exported.values.push(value.slice());
      return value;
    },
    epochAuthenticatorOf: (...args: readonly unknown[]) => {
      const value = original.epochAuthenticatorOf(...args);
      exported.values.push(value.slice());
      return value;
    },
  };
});

vi.mock("../../keyserver-protocol/src/member/machine/announcement.ts", async (importOriginal) => {
  const original = await importOriginal<AnnouncementModule>();
  return {
    ...original,
    accessTo: (announcement: Parameters<AnnouncementModule["accessTo"]>[0]) => {
      exported.callSecrets.push(announcement.callSecret.slice());
      return original.accessTo(announcement);
    },
  };
});

const ana = { name: "Ana Ångström", hue: 0, tone: 440 };
const ben = { name: "Benedikt Quux", hue: 120, tone: 660 };
const client = inject("client");

/** An address of IPv6 with its port, bytes. */
const LONGEST_ADDRESS = 18;

describe("what servers and former members can make of a call", () => {
  let servers: Servers;
  let browser: Browser;
  let link: string;
  let first: Participant;
  let second: Participant;
  const members: HeadlessMember[] = [];

  beforeAll(async () => {
    servers = await startServers(client);
    browser = await launchChromium();
    link = makeLink(servers.site.origin, newLinkSecret());
    first = await Participant.open(browser, ana.name, ana);
    second = await Participant.open(browser, ben.name, ben);
    await first.join(link);
    await second.join(link);
    await first.untilSees(ben.name, ben.hue);
    await second.untilSees(ana.name, ana.hue);
  });
  afterAll(async () => {
    for (const member of members) member.close();
    await first.close();
    await second.close();
    await browser.close();
    await servers.close();
  });

  async function joinHeadless(name: string): Promise<HeadlessMember> {
    const member = new HeadlessMember(link, name, client.keyserverPort, client.rotateSeconds);
    members.push(member);
    await member.untilJoined();
    return member;
  }

  /** Whole frames of every producer, until there are some of each kind. */
  async function capture(enough: (frames: readonly ForwardedFrame[]) => boolean): Promise<ForwardedFrame[]> {
    const tap = await tapCall(await servers.begun());
    try {
      await until(
        () => enough(tap.frames),
        () => "frames at the SFU",
      );
      return [...tap.frames];
    } finally {
      tap.close();
    }
  }
  const someOfEach = (frames: readonly ForwardedFrame[]): boolean =>
    frames.filter(({ kind }) => kind === "audio").length > 50 &&
    frames.filter(({ kind }) => kind === "video").length > 20;

  test("a joiner opens frames sent after its join and none sent before", async () => {
    const before = await capture(someOfEach);
    const joiner = await joinHeadless("Joiner");
    const keys = (): Uint8Array[] => joiner.epochs.map(({ baseKey }) => baseKey);
    const after = await capture((frames) => {
      const opened = frames.filter((frame) => open(keys(), frame) !== undefined);
      return someOfEach(opened);
    });
    expect(after.some((frame) => open(keys(), frame) !== undefined)).toBe(true);
    expect(before.filter((frame) => open(keys(), frame) !== undefined)).toEqual([]);
  });

  test("somebody who left opens frames sent before and none sent under the keys that follow", async () => {
    const leaver = await joinHeadless("Leaver");
    const witness = await joinHeadless("Witness");
    await leaver.untilEpochs(2);
    const held = (): Uint8Array[] => leaver.epochs.map(({ baseKey }) => baseKey);
    const before = await capture((frames) => frames.some((frame) => open(held(), frame) !== undefined));
    expect(before.some((frame) => open(held(), frame) !== undefined)).toBe(true);

    const lastEpoch = leaver.epochs.at(-1)?.epoch ?? 0;
    await leaver.leave();
    await until(
      () => witness.epochs.some(({ epoch, cause }) => epoch > lastEpoch && cause === "removal"),
      () => "the leaver is removed",
    );
    const opensAfter = (frame: ForwardedFrame): boolean => {
      const later = witness.epochs.filter(({ epoch }) => epoch > lastEpoch).map(({ baseKey }) => baseKey);
      return open(later, frame) !== undefined;
    };
    const after = await capture((frames) => someOfEach(frames.filter(opensAfter)));
    const sentAfter = after.filter(opensAfter);
    expect(sentAfter.length).toBeGreaterThan(50);
    expect(sentAfter.filter((frame) => open(held(), frame) !== undefined)).toEqual([]);
  });

  test("what the SFU forwards is SFrame ciphertext and holds nothing of the frame inside", async () => {
    const member = await joinHeadless("Auditor");
    const keys = (): Uint8Array[] => member.epochs.map(({ baseKey }) => baseKey);
    const frames = await capture((all) => {
      const opened = all.filter((frame) => open(keys(), frame) !== undefined);
      // The carrier's byte is zero for a key frame.
      return someOfEach(opened) && opened.some(({ kind, bytes }) => kind === "video" && bytes[0] === 0);
    });
    let keyFrames = 0;
    for (const frame of frames) {
      const { sealed, metadata } = sealedPart(frame);
      expect(readHeader(sealed)).toBeDefined();
      if (frame.kind === "video") expect([0, 1]).toContain(metadata[0]);
      const inside = open(keys(), frame);
      if (inside === undefined) continue;
      // RFC 6386 §9.1: a VP8 key frame has this start code. Here it proves that the decrypted frame is the real one.
      const isKeyFrame = frame.kind === "video" && ((inside[0] ?? 1) & 1) === 0;
      if (isKeyFrame) {
        keyFrames++;
        expect([...inside.subarray(3, 6)]).toEqual([0x9d, 0x01, 0x2a]);
      }
      const outside = Buffer.from(frame.bytes);
      for (let at = 0; at + 8 <= inside.length; at += 4) {
        expect(outside.includes(Buffer.from(inside.subarray(at, at + 8)))).toBe(false);
      }
    }
    expect(keyFrames).toBeGreaterThan(0);
  });

  test("nothing that the servers ever received opens a frame", async () => {
    const member = await joinHeadless("Prober");
    const frames = await capture((all) =>
      all.some(
        (frame) =>
          open(
            member.epochs.map(({ baseKey }) => baseKey),
            frame,
          ) !== undefined,
      ),
    );
    const truth = member.epochs.map(({ baseKey }) => baseKey);
    const frame = frames.find((each) => open(truth, each) !== undefined);
    if (frame === undefined) throw new Error("no frame");
    const raw = [...seenBy(servers.keyserverRecord), ...seenBy(servers.sfuRecord)];
    const received = [...raw, ...decodedFields(raw)];
    const windows = new Map<string, Uint8Array>();
    const fields: Uint8Array[] = [];
    for (const bytes of received) {
      if (bytes.length === 32) fields.push(bytes);
      for (let at = 0; at + 32 <= bytes.length; at++) {
        const window = bytes.subarray(at, at + 32);
        windows.set(Buffer.from(window).toString("latin1"), window);
        // Where the key server's messages have their secrets: after the header and after one or two ids.
        if ([6, 22, 30, 54, 62].includes(at)) fields.push(window);
      }
    }
    expect(fields.length).toBeGreaterThan(50);
    expect(windows.size).toBeGreaterThan(10_000);
    // Every field, and of all other places as many as half a minute holds, evenly spread.
    const step = Math.ceil(windows.size / 60_000);
    const tried = [...fields, ...[...windows.values()].filter((_, index) => index % step === 0)];
    expect(open(tried, frame)).toBeUndefined();
    expect(open([...tried, ...truth], frame)).toBeDefined();
  });

  test("neither server received or logged a name, a secret, a device key or an exported value", async () => {
    const member = await joinHeadless("Searcher Nonpareil");
    await member.untilEpochs(2);
    expect(exported.values.length).toBeGreaterThan(5);
    expect(exported.callSecrets.length).toBeGreaterThan(0);
    const secrets: Record<string, Uint8Array> = {
      "the link secret": new Uint8Array(Buffer.from(link.split("/r/")[1] ?? "", "base64url")),
      "the headless device key": member.devicePublicKey,
    };
    for (const name of [ana.name, ben.name, "Searcher Nonpareil", "Ångström", "Quux", "Nonpareil"]) {
      secrets[`the name ${name}`] = new TextEncoder().encode(name);
    }
    const roster = member.epochs.at(-1)?.roster ?? [];
    expect(roster.length).toBeGreaterThan(2);
    for (const { displayName, devicePublicKey } of roster) {
      secrets[`the device key of ${displayName}`] = devicePublicKey;
    }
    exported.values.forEach((value, index) => (secrets[`exported value ${index}`] = value));
    exported.callSecrets.forEach((value, index) => (secrets[`call secret ${index}`] = value));
    const seen = [...seenBy(servers.keyserverRecord), ...seenBy(servers.sfuRecord)];
    expect(findSecrets(secrets, [...seen, ...decodedFields(seen)])).toEqual([]);
    // The search itself finds what is there: the SFU's call id, which every participant sent.
    const callId = member.call?.sfuCallId;
    expect(findSecrets({ "the call id": callId ?? new Uint8Array(16) }, seen)).toEqual(["the call id"]);
  });

  test("no message and no ICE candidate holds another participant's address", async () => {
    const tuples = new Set<number>();
    for (const participant of servers.call().participants.values()) {
      for (const { remoteIp, remotePort } of await participant.mediaAddresses()) {
        expect(remoteIp).not.toBe(SFU_ADDRESS);
        tuples.add(remotePort);
      }
    }
    expect(tuples.size).toBe(4);
    const addressPattern = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;
    for (const bytes of servers.sfuRecord.out) {
      const text = Buffer.from(bytes).toString();
      expect(text.match(addressPattern)?.filter((address) => address !== SFU_ADDRESS) ?? []).toEqual([]);
      for (const port of tuples) expect(text).not.toMatch(new RegExp(`"port":${port}\\b`));
    }
    const keyserverOut = Buffer.concat(servers.keyserverRecord.out);
    expect(keyserverOut.includes("127.0.0.1")).toBe(false);
    // What members sealed is long and looks random: by chance it can hold these four bytes.
    const address = Buffer.of(127, 0, 0, 1);
    for (const field of servers.keyserverRecord.out.flatMap((bytes) =>
      fieldsOf(decodeServerMessage(bytes)),
    )) {
      if (field instanceof Uint8Array) {
        expect(field.length <= LONGEST_ADDRESS && Buffer.from(field).includes(address)).toBe(false);
      } else {
        expect(Number(field)).not.toBe(address.readUInt32BE());
      }
    }
    for (const participant of [first, second]) {
      const remote = await participant.remoteCandidateAddresses();
      expect(remote.length).toBeGreaterThan(0);
      expect(new Set(remote)).toEqual(new Set([SFU_ADDRESS]));
    }
  });

  test("the page asked nobody but its own origin, and printed nothing secret", () => {
    for (const participant of [first, second]) {
      for (const url of participant.requestedUrls) {
        expect(url.startsWith(servers.site.origin) || url.startsWith("blob:")).toBe(true);
      }
      expect(participant.consoleLines.join("\n")).not.toContain(link.split("/r/")[1]);
    }
    expect(servers.site.requested.filter((path) => path.includes("/r/"))).toEqual([]);
  });

  test("a second call in the same room shares no id with the first", async () => {
    for (const member of members.splice(0)) await member.leave();
    await first.leave();
    await second.leave();
    await until(
      () => servers.sfu.calls.size === 0,
      () => "the first call has ended",
    );
    const idsBefore = idsIn(servers);
    for (const traffic of [servers.keyserverRecord, servers.sfuRecord]) {
      traffic.in.length = traffic.out.length = traffic.log.length = 0;
    }
    // Mailbox ids last for a slot of the key server's time: a call that begins two later has another.
    servers.putClockForward(3 * MAILBOX_SLOT_MS);
    await first.join(link);
    await second.join(link);
    await first.untilSees(ben.name, ben.hue);
    const idsAfter = idsIn(servers);
    expect(idsBefore.size).toBeGreaterThan(20);
    expect(idsAfter.size).toBeGreaterThan(20);
    expect([...idsAfter].filter((id) => idsBefore.has(id))).toEqual([]);
  });
});

/** All numbers and byte strings in a message. */
function fieldsOf(value: unknown): (Uint8Array | number | bigint)[] {
  if (value instanceof Uint8Array || typeof value === "number" || typeof value === "bigint") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(fieldsOf) : [];
}

/** Fields by which a server could recognise something: ids, tokens, capabilities, hashes, in hex. */
function idsIn({ keyserverRecord, sfuRecord }: Servers): Set<string> {
  const ids = new Set<string>();
  for (const bytes of [...keyserverRecord.in, ...keyserverRecord.out]) {
    // Every 16-byte string that has the look of randomness: no run of equal bytes, and no text of an error.
    for (let at = 6; at + 16 <= Math.min(bytes.length, 6 + 16 + 8 + 64); at++) {
      const window = bytes.subarray(at, at + 16);
      if (new Set(window).size >= 12 && window.some((byte) => byte < 0x20 || byte > 0x7e))
        ids.add(Buffer.from(window).toString("hex"));
    }
  }
  for (const bytes of [...sfuRecord.in, ...sfuRecord.out]) {
    const text = Buffer.from(bytes).toString();
    for (const [, value] of text.matchAll(
      /"(?:callId|admission|participantId|resumeToken|transportId|producerId|consumerId|cname|usernameFragment|password|ssrc|msid)":"?([^",}]+)/g,
    )) {
      if (value !== undefined) ids.add(value);
    }
  }
  return ids;
}
