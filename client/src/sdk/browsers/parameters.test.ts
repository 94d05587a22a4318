import { describe, expect, it } from "vitest";
import { requestOwnKeyFrame } from "./keyFrame.ts";
import { limitLayers, preferDegradation } from "./layers.ts";

/** A sender as Chromium has it: parameters are good for one change, and for none while another is under way. */
function sender(layers: number) {
  let parameters = { encodings: Array.from({ length: layers }, () => ({ active: true })) };
  let isChanging = false;
  let isFaulty = false;
  const made = {
    getParameters: () => structuredClone(parameters),
    setParameters: async (wanted: typeof parameters) => {
      if (isChanging) throw new DOMException("another change is under way", "InvalidStateError");
      isChanging = true;
      await new Promise((resolve) => setImmediate(resolve));
      isChanging = false;
      if (isFaulty) throw new DOMException("no", "OperationError");
      parameters = wanted;
    },
  };
  return {
    sender: made as unknown as RTCRtpSender,
    active: () => parameters.encodings.map(({ active }) => active),
    fail: (on: boolean) => (isFaulty = on),
  };
}

describe("changes of one sender", () => {
  it("that are asked for together are all made, the last one last", async () => {
    const { sender: one, active } = sender(2);
    await Promise.all([
      preferDegradation(one, "balanced"),
      limitLayers(one, [{}, {}], -1),
      requestOwnKeyFrame(one),
      limitLayers(one, [{}, {}], 1),
      requestOwnKeyFrame(one),
    ]);
    expect(active()).toEqual([true, true]);
  });

  it("go on after one that was refused", async () => {
    const { sender: one, active, fail } = sender(2);
    fail(true);
    await expect(limitLayers(one, [{}, {}], -1)).rejects.toThrow("no");
    fail(false);
    await limitLayers(one, [{}, {}], 0);
    expect(active()).toEqual([true, false]);
  });
});
