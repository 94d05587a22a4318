import { readFileSync } from "node:fs";
import { ed25519 } from "@noble/curves/ed25519.js";
import { concatBytes } from "@sotto/shared/codec";
import { asEpoch, asParticipantId } from "@sotto/shared/ids";
import { expect, it } from "vitest";
import { isSignedByLeaf, loadSuite, signAsLeaf, type MlsGroup } from "../mls/index.ts";
import { sealBlob } from "../seal/index.ts";
import { CONFIRM_AFTER_LOSS_MS, CONFIRM_MS, WITHHELD_MS } from "./comparison.ts";
import { encodeReport, MAX_REPORTED_EPOCHS } from "./report.ts";

const page = readFileSync(new URL("../../../../docs/protocol-data.md", import.meta.url), "utf8");
const fill = (byte: number, length: number) => new Uint8Array(length).fill(byte);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

it("docs/protocol-data.md gives the bytes of a report", async () => {
  const suite = await loadSuite("classical", (length) => fill(0, length));
  const groupId = fill(3, 16);
  const report = encodeReport({
    sender: asParticipantId(fill(2, 16)),
    number: 7,
    isLive: true,
    epochs: [
      { epoch: asEpoch(259), hash: fill(4, 32) },
      { epoch: asEpoch(258), hash: fill(5, 32) },
    ],
  });
  const group = { suite, state: { signaturePrivateKey: fill(1, 32) } } as unknown as MlsGroup;
  const content = concatBytes(groupId, report);
  const signature = await signAsLeaf(group, "sotto report", content);
  const leafKey = ed25519.getPublicKey(fill(1, 32));
  expect(await isSignedByLeaf(suite, leafKey, "sotto report", content, signature)).toBe(true);
  expect(await isSignedByLeaf(suite, leafKey, "sotto reporT", content, signature)).toBe(false);
  const place = { kind: "report", id: groupId } as const;
  const sealed = sealBlob(fill(6, 32), place, concatBytes(report, signature), (length) => fill(7, length));
  expect(sealed).toHaveLength(296);
  expect(page).toContain(`report: ${hex(report)}\n`);
  expect(page).toContain(`signature: ${hex(signature)}\n`);
  expect(page).toContain(`sealed report: ${hex(sealed)}\n`);
});

it("docs/protocol-data.md states the times and bounds of the code", () => {
  expect(page).toContain(`again ${CONFIRM_MS / 1000} s or more later`);
  expect(page).toContain(`${CONFIRM_AFTER_LOSS_MS / 1000} s take the place of the ${CONFIRM_MS / 1000} s`);
  expect(page).toContain(`not got ${WITHHELD_MS / 1000} s later`);
  expect(page).toContain(`count 1..${MAX_REPORTED_EPOCHS}`);
});
