import { readFileSync } from "node:fs";
import { ed25519 } from "@noble/curves/ed25519.js";
import {
  asCallSecret,
  asCapability,
  asGroupId,
  asInstanceTag,
  asLeafIndex,
  asMailboxId,
  callCode,
  capabilityFrom,
  capabilityHash,
  laterGroupId,
} from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import { toSequence } from "../messages/index.ts";
import { encodeAppMessage } from "./appMessage.ts";
import { crossSign, pairFingerprint, signCredential } from "./credential/index.ts";
import { encodeAnnouncement } from "./machine/announcement.ts";
import { encodeKnockEnvelope, encodeLogPointer, encodeWelcomeEnvelope } from "./machine/envelopes.ts";
import { encodeLobbyNote } from "./machine/lobbyNote.ts";
import { suiteFacts } from "./mls/index.ts";
import { encodePolicy, initialPolicy } from "./rules/index.ts";
import { padmeLength, sealBlob } from "./seal/index.ts";

const page = readFileSync(new URL("../../../docs/protocol-keys.md", import.meta.url), "utf8");
const fill = (byte: number, length: number) => new Uint8Array(length).fill(byte);
const groupId = asGroupId(fill(3, 16));
const seed = fill(1, 32);
const deviceOf = (secret: Uint8Array) => ({
  publicKey: ed25519.getPublicKey(secret),
  sign: async (message: Uint8Array) => ed25519.sign(message, secret),
});
const device = deviceOf(seed);
const otherDevice = deviceOf(fill(15, 32));

async function vectors(): Promise<Record<string, Uint8Array | string>> {
  const credential = {
    displayName: "Ana",
    devicePublicKey: device.publicKey,
    leafPublicKey: fill(2, 32),
    instanceTag: asInstanceTag(fill(4, 16)),
    serial: 5,
    crossSignatures: [],
  };
  const signature = await crossSign(otherDevice, device.publicKey);
  const crossSigned = {
    ...credential,
    crossSignatures: [{ devicePublicKey: otherDevice.publicKey, signature }],
  };
  const seal = (kind: "commit" | "application", epoch?: number) => {
    const place = { kind, id: groupId, ...(epoch !== undefined && { epoch }) };
    return sealBlob(fill(6, 32), place, Uint8Array.of(8, 9), (length) => fill(7, length));
  };
  return {
    credential: await signCredential(credential, groupId, device),
    "cross-signature": signature,
    "cross-signed credential": await signCredential(crossSigned, groupId, device),
    "pair fingerprint": pairFingerprint(device.publicKey, otherDevice.publicKey),
    policy: encodePolicy(initialPolicy(device.publicKey)),
    "sealed commit": seal("commit", 258),
    "sealed application": seal("application"),
    "Padmé of 257, 1000, 65537, 1000000": [257, 1000, 65_537, 1_000_000].map(padmeLength).join(", "),
    announcement: encodeAnnouncement({
      suite: "xwing",
      since: 1_790_000_000_000,
      callSecret: asCallSecret(fill(11, 32)),
    }),
    "lobby note": encodeLobbyNote("banned"),
    knock: encodeKnockEnvelope({ mailboxId: asMailboxId(fill(12, 16)), keyPackage: Uint8Array.of(13) }),
    welcome: encodeWelcomeEnvelope({ sequence: toSequence(772), welcome: Uint8Array.of(14) }),
    "log pointer": encodeLogPointer({
      generation: 1,
      groupId,
      before: capabilityHash(asCapability(fill(10, 32))),
    }),
    state: encodeAppMessage({
      type: "state",
      streams: [{ stream: 1, layers: 3, source: "camera", codec: "video/VP8" }],
      microphoneOn: false,
      cameraOn: true,
      screenOn: false,
      recording: true,
      handSince: 1_790_000_000_000,
    }),
    probe: encodeAppMessage({ type: "probe", leaf: asLeafIndex(258) }),
    chat: encodeAppMessage({ type: "chat", id: fill(15, 16), text: "hi" }),
    reaction: encodeAppMessage({ type: "reaction", emoji: "👍" }),
    request: encodeAppMessage({ type: "request", kind: "unmute", target: asLeafIndex(258) }),
    "turned away": encodeAppMessage({ type: "turnedAway", device: fill(1, 32), keyPackageHash: fill(2, 32) }),
    "request to everybody": encodeAppMessage({ type: "request", kind: "mute", target: "everybody" }),
    link: encodeAppMessage({ type: "link", devicePublicKey: fill(13, 32), signature: fill(14, 64) }),
    "link taken back": encodeAppMessage({
      type: "link",
      devicePublicKey: fill(13, 32),
      signature: undefined,
    }),
    capability: capabilityFrom(fill(10, 32)),
    "later group id": laterGroupId(fill(10, 32)),
    "call code": callCode(fill(10, 32)),
  };
}

describe("docs/protocol-keys.md", () => {
  it("gives the bytes that the code makes", async () => {
    const made = Object.entries(await vectors()).map(([name, value]) => {
      const text = typeof value === "string" ? value : Buffer.from(value).toString("hex");
      return `${name}: ${text}`;
    });
    const [, block] = /```vectors\n([^`]*)```/.exec(page) ?? [];
    expect(block?.trim().split("\n")).toEqual(made);
  });

  it("names the suites as the code does", () => {
    for (const name of ["xwing", "classical"] as const) {
      const { number, sframeSuite, baseKeyBytes } = suiteFacts(name);
      const row = page.split("\n").find((line) => line.startsWith(`| \`${name}\` (${number})`));
      expect(row).toMatch(new RegExp(`\\| ${sframeSuite} .*\\| ${baseKeyBytes} +\\|$`));
    }
  });
});
