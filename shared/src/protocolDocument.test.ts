import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { toBase64Url } from "./codec/index.ts";
import {
  asCallSecret,
  asCtr,
  asEpoch,
  asLeafIndex,
  asLinkSecret,
  asStreamNumber,
  callCode,
  callKeys,
  capabilityFrom,
  capabilityHash,
  dataKey,
  instanceTag,
  laterGroupId,
  linkKeys,
  makeLink,
  MAILBOX_SLOT_MS,
  mailboxId,
  mailboxToken,
  participantId,
  reportedEpoch,
  reportKey,
  makeProtectedLink,
  withPassword,
} from "./ids/index.ts";
import { purposes } from "./ids/purposes.ts";
import {
  deriveSframeKeys,
  packKid,
  pad,
  ratchetBaseKey,
  type SframeSuite,
  suites,
  SyncSealer,
} from "./sframe/index.ts";
import { notificationExamples, requestExamples, responseExamples } from "./signalling/examples.ts";
import { headerExtensionUris, MAX_MESSAGE_BYTES } from "./signalling/index.ts";
import { errorCodes } from "./signalling/signallingError.ts";
import { countingBytes, toHex } from "./testing/hex.ts";

/*
 * The protocol document against the code. After a change of the protocol that is meant,
 * `SOTTO_WRITE_VECTORS=1 npx vitest run shared/src/protocolDocument.test.ts` writes the vectors anew.
 */
const path = new URL("../../docs/protocol-frames.md", import.meta.url);

function table(rows: [name: string, value: string | number | bigint][]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)} = ${value}`).join("\n");
}

const linkSecret = asLinkSecret(countingBytes(32));
const callSecret = asCallSecret(countingBytes(32, 0x20));
const leafKey = countingBytes(32, 0x40);
const tabSecret = countingBytes(32, 0x60);
const exported = countingBytes(32, 0x80);
const authenticator = countingBytes(32, 0xa0);
const slot = Date.UTC(2026, 10, 21) / MAILBOX_SLOT_MS;

function idVectors(): string {
  const call = callKeys(callSecret);
  const mailbox = mailboxId(linkSecret, slot);
  const capability = capabilityFrom(exported);
  return table([
    ["link secret", toHex(linkSecret)],
    ["call secret", toHex(callSecret)],
    ["leaf public key", toHex(leafKey)],
    ["tab secret", toHex(tabSecret)],
    ["MLS export", toHex(exported)],
    ["MLS epoch authenticator", toHex(authenticator)],
    ["slot", slot],
    ["announcement key", toHex(linkKeys(linkSecret).announcementKey)],
    ["mailbox id", toHex(mailbox)],
    ["group id", toHex(call.groupId)],
    ["outer seal key", toHex(call.outerSealKey)],
    ["mailbox token", toHex(mailboxToken(callSecret, mailbox))],
    ["SFU admission", toHex(call.sfuAdmission)],
    ["SFU call id", toHex(call.sfuCallId)],
    ["participant id", toHex(participantId(callSecret, leafKey))],
    ["report key", toHex(reportKey(callSecret))],
    ["instance tag", toHex(instanceTag(tabSecret, call.groupId))],
    ["capability", toHex(capability)],
    ["capability hash", toHex(capabilityHash(capability))],
    ["later group id", toHex(laterGroupId(exported))],
    ["data key", toHex(dataKey(exported, participantId(callSecret, leafKey)))],
    ["call code", callCode(authenticator)],
    ["reported epoch", toHex(reportedEpoch(authenticator))],
  ]);
}

function baseKeyAt(suite: SframeSuite, baseKey: Uint8Array, step: number): Uint8Array {
  let key = baseKey;
  for (let next = 1; next <= step; next++) key = ratchetBaseKey(suite, key, next);
  return key;
}

function ratchetVectors(): string {
  return ([4, 5] as const)
    .map((suite) => {
      const baseKey = countingBytes(suites[suite].keyLength, 0xc0);
      const steps = [0, 1, 2, 64].map((step): [string, string] => [
        `base key at step ${step}`,
        toHex(baseKeyAt(suite, baseKey, step)),
      ]);
      return table([["suite", suite], ...steps]);
    })
    .join("\n\n");
}

function frameVectors(): string {
  const plaintext = new TextEncoder().encode("sotto voce");
  const parts = { stream: asStreamNumber(2), leaf: asLeafIndex(5), epoch: asEpoch(0x107) };
  const frames = [
    { suite: 4, leafBits: 4, padTo: 0, step: 0, ctr: 256, metadata: "" },
    { suite: 4, leafBits: 7, padTo: 0, step: 0, ctr: 300, metadata: "01" },
    { suite: 5, leafBits: 4, padTo: 16, step: 0, ctr: 256, metadata: "" },
    { suite: 5, leafBits: 12, padTo: 0, step: 1, ctr: 65_536, metadata: "" },
  ] as const;
  return frames
    .map(({ suite, leafBits, padTo, step, ctr, metadata }) => {
      const baseKey = countingBytes(suites[suite].keyLength, 0xc0);
      const kid = packKid({ ...parts, step, padded: padTo > 0 }, leafBits);
      const keys = deriveSframeKeys(suite, baseKeyAt(suite, baseKey, step), kid);
      const frame = new SyncSealer(keys).encryptFrame(
        asCtr(ctr),
        padTo > 0 ? pad(plaintext, padTo) : plaintext,
        Uint8Array.from(Buffer.from(metadata, "hex")),
      );
      return table([
        ["suite", suite],
        ["base key", toHex(baseKey)],
        ["epoch, leaf, stream, step", `${parts.epoch}, ${parts.leaf}, ${parts.stream}, ${step}`],
        ["leaf bits", leafBits],
        ["KID", `0x${kid.toString(16)}`],
        ["key", toHex(keys.key)],
        ["salt", toHex(keys.salt)],
        ["CTR", ctr],
        ["metadata", metadata === "" ? "empty" : metadata],
        ["plaintext", toHex(plaintext)],
        ["padded to", padTo > 0 ? `${padTo} bytes` : "not padded"],
        ["frame", toHex(frame)],
      ]);
    })
    .join("\n\n");
}

function signallingExamples(): string {
  const { sfuCallId, sfuAdmission } = callKeys(callSecret);
  const join = {
    ...requestExamples.join,
    callId: toBase64Url(sfuCallId),
    admission: toBase64Url(sfuAdmission),
    participantId: toBase64Url(participantId(callSecret, leafKey)),
  };
  return [
    { id: 1, method: "join", data: join },
    { id: 1, ok: true, data: responseExamples.join },
    { id: 2, method: "produce", data: requestExamples.produce },
    { id: 2, ok: false, error: { code: "sfu/limit", message: "too many producers" } },
    { method: "producerAdded", data: notificationExamples.producerAdded },
  ]
    .map((message) => JSON.stringify(message, null, 1).replace(/\n\s*/g, " "))
    .join("\n\n");
}

const sections: Record<string, string> = {
  ids: idVectors(),
  links: table([
    ["link secret", toHex(linkSecret)],
    ["link", makeLink("https://sotto.example", linkSecret)],
    ["protected link", makeProtectedLink("https://sotto.example", linkSecret)],
    ["password", "sotto voce"],
    ["link secret of the protected room", toHex(withPassword(linkSecret, "sotto voce"))],
  ]),
  ratchet: ratchetVectors(),
  frames: frameVectors(),
  signalling: signallingExamples(),
};

/** The marker of a section with the block that belongs behind it; the block may still be missing. */
function sectionPattern(name: string): RegExp {
  return new RegExp(`<!-- vectors: ${name} -->\n(?:\n\`\`\`\n[^\`]*\n\`\`\`\n)?`);
}

function sectionText(name: string, content: string): string {
  return `<!-- vectors: ${name} -->\n\n\`\`\`\n${content}\n\`\`\`\n`;
}

if (process.env["SOTTO_WRITE_VECTORS"] === "1") {
  let written = readFileSync(path, "utf8");
  for (const [name, content] of Object.entries(sections)) {
    written = written.replace(sectionPattern(name), () => sectionText(name, content));
  }
  writeFileSync(path, written);
}

const text = readFileSync(path, "utf8");

describe("the protocol document", () => {
  it.each(Object.entries(sections))("has the vectors of the code: %s", (name, content) => {
    expect(sectionPattern(name).exec(text)?.[0]).toBe(sectionText(name, content));
  });

  it("lists every purpose with its length, and no other", () => {
    const rows = [...text.matchAll(/^\| `([a-z ]+)` +\| [^|]+ \| [^|]+ \| (\d+) /gm)];
    const listed = rows.map(([, label, length]) => `${label} ${length}`);
    const expected = Object.values(purposes).map(({ label, length }) => `${label} ${length}`);
    expect(listed.sort()).toEqual(expected.sort());
  });

  it("lists every cipher suite with its sizes", () => {
    for (const [number, { name, keyLength, tagLength }] of Object.entries(suites)) {
      const row = new RegExp(
        `^\\| ${number} +\\| \`${name}\` +\\| ${keyLength} +\\| 12 +\\| ${tagLength} +\\|`,
        "m",
      );
      expect(text).toMatch(row);
    }
  });

  it("lists every method, notification, error code and header extension, and the bounds", () => {
    const names = [...Object.keys(requestExamples), ...Object.keys(notificationExamples), ...errorCodes].map(
      (name) => `| \`${name}\``,
    );
    const extensions = headerExtensionUris.map((uri) => `- \`${uri}\``);
    for (const wanted of [...names, ...extensions]) expect(text).toContain(wanted);
    expect(text).toContain(`${MAX_MESSAGE_BYTES.toLocaleString("en").replace(",", " ")} bytes`);
    expect(text).toContain(`/ ${MAILBOX_SLOT_MS.toLocaleString("en").replace(",", " ")})`);
  });
});
