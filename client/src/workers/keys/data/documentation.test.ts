import { readFileSync } from "node:fs";
import { asEpoch, asLeafIndex, asParticipantId } from "@sotto/shared/ids";
import { expect, it } from "vitest";
import { DataSeal } from "./DataSeal.ts";
import { MAX_CONTENT_BYTES, MAX_TOPIC_BYTES } from "./dataMessage.ts";

const page = readFileSync(new URL("../../../../../docs/protocol-data.md", import.meta.url), "utf8");

it("docs/protocol-data.md gives the bytes of a data message, and its bounds", () => {
  const seal = new DataSeal();
  const sender = { leaf: asLeafIndex(5), participantId: asParticipantId(new Uint8Array(16).fill(2)) };
  seal.addEpoch(
    {
      epoch: asEpoch(259),
      cause: "join",
      dataSecret: new Uint8Array(32).fill(8),
      selfLeaf: sender.leaf,
      roster: [sender] as never,
    },
    0,
  );
  const message = seal.seal({ topic: "pen", bytes: Uint8Array.of(10, 11) }, false, undefined, 0);
  expect(page).toContain(`data message: ${Buffer.from(message).toString("hex")}\n`);
  expect(page).toContain(`at most ${MAX_TOPIC_BYTES} bytes of UTF-8`);
  expect(page).toContain(`at most ${MAX_CONTENT_BYTES.toLocaleString("en")}`);
});
