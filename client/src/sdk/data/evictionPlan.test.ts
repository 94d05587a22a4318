import { describe, expect, it } from "vitest";
import { evictionPlan } from "./evictionPlan.ts";

const epochs = ["1", "2", "3"].map((name) => ({ capability: name, capabilityHash: `hash ${name}` }));

describe("what is done at the SFU's door", () => {
  it("is to set the first capability, and to bring the kept one up to date", () => {
    expect(evictionPlan(undefined, epochs, ["x"])).toEqual({ kind: "set", nextCapabilityHash: "hash 3" });
    expect(evictionPlan("hash 1", epochs, [])).toEqual({
      kind: "set",
      capability: "1",
      nextCapabilityHash: "hash 3",
    });
  });

  it("is to put out strangers with the capability that counts, old or new", () => {
    for (const name of ["2", "3"]) {
      expect(evictionPlan(`hash ${name}`, epochs, ["x", "y"])).toEqual({
        kind: "evict",
        participantIds: ["x", "y"],
        capability: name,
        nextCapabilityHash: "hash 3",
      });
    }
  });

  it("is nothing when all is well, without an epoch, or when the kept one is unknown", () => {
    expect(evictionPlan("hash 3", epochs, [])).toEqual({ kind: "nothing" });
    expect(evictionPlan("hash 3", [], ["x"])).toEqual({ kind: "nothing" });
    expect(evictionPlan("hash 9", epochs, ["x"])).toEqual({ kind: "nothing" });
  });
});
