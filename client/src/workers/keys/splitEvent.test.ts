import type { EpochEvent } from "@sotto/keyserver-protocol/member";
import { SottoError } from "@sotto/shared/codec";
import { asCapability, asEpoch, asLeafIndex, asParticipantId } from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import { splitEvent } from "./splitEvent.ts";

const baseKey = Uint8Array.from({ length: 16 }, (_, index) => 0xa0 + index);

const epoch: EpochEvent = {
  type: "epoch",
  epoch: asEpoch(7),
  cause: "rotation",
  baseKey,
  sframeSuite: 4,
  selfLeaf: asLeafIndex(1),
  roster: [
    {
      leaf: asLeafIndex(1),
      participantId: asParticipantId(new Uint8Array(16).fill(1)),
      displayName: "Ana",
      devicePublicKey: new Uint8Array(32),
      personKey: new Uint8Array(32),
      isSelf: true,
      role: "guest",
    },
  ],
  callCode: "123 456",
  dataSecret: new Uint8Array(32).fill(0xd5),
  sfuCapability: asCapability(new Uint8Array(32)),
  at: 1000,
};

describe("splitEvent", () => {
  it("sends the base key to the frame worker and nothing of it to the page", () => {
    const { toPage, toFrames } = splitEvent(epoch, 30_000);
    if (toFrames?.type !== "epoch") throw new Error("no key for the frame worker");
    expect(new Uint8Array(toFrames.baseKey)).toEqual(baseKey);
    expect(toFrames).toMatchObject({
      epoch: 7,
      suite: 4,
      rotateMs: 30_000,
      selfLeaf: 1,
      members: [[1, "AQEBAQEBAQEBAQEBAQEBAQ"]],
    });
    expect(JSON.stringify(toPage)).not.toMatch(/160|213/);
    expect(Object.keys(toPage!)).toEqual(["type", "number", "since", "callCode", "sfuCapability", "roster"]);
  });

  it("gives the frame worker a buffer that can be transferred while the event's own is wiped", () => {
    const { toFrames } = splitEvent({ ...epoch, baseKey: baseKey.slice() }, 30_000);
    if (toFrames?.type !== "epoch") throw new Error("no key for the frame worker");
    expect(toFrames.baseKey.byteLength).toBe(16);
  });

  it("sends an error as code and message", () => {
    const error = new SottoError("call/removed", "you were removed", { cause: new Error("inner") });
    expect(splitEvent({ type: "phase", phase: "failed", error }, 30_000).toPage).toEqual({
      type: "phase",
      phase: "failed",
      error: { code: "call/removed", message: "you were removed" },
    });
  });
});
