import { describe, expect, it } from "vitest";
import type { Codec } from "../carrier/index.ts";
import { videoPadding } from "./framePadding.ts";
import { GRACE_MS, SWITCH_DELAY_MS } from "./SendSchedule.ts";
import { bytes, epochMessage, frame, headerOf, pair, sent } from "./testing.ts";

describe.each<Codec>(["opus", "vp8", "vp9", "h264", "av1"])("a %s frame", (codec) => {
  it.each([true, false])("comes out as it went in (key frame: %s)", async (keyFrame) => {
    const call = pair(codec);
    call.both(1, 0);
    const outcome = await call.sender().encrypt(frame([9, 8, 7, 0, 0, 1], { keyFrame }), 0);
    expect(await call.receiver().decrypt(sent(outcome))).toEqual(Uint8Array.of(9, 8, 7, 0, 0, 1));
  });

  it("shows none of its bytes", async () => {
    const call = pair(codec);
    call.both(1, 0);
    const plain = Array<number>(64).fill(0xab);
    const outcome = new Uint8Array(sent(await call.sender().encrypt(frame(plain), 0)));
    const text = Buffer.from(outcome).toString("hex");
    expect(text).not.toContain("abababab");
  });
});

describe("the size of a frame", () => {
  it.each<[Codec, number]>([
    ["opus", 21],
    ["vp9", 21],
    ["vp8", 22],
  ])("of %s grows by %d bytes in a small call", async (codec, added) => {
    const call = pair(codec);
    call.both(1, 0);
    const outcome = await call.sender().encrypt(frame(Array<number>(80).fill(1)), 0);
    expect(sent(outcome).byteLength).toBe(80 + added);
  });

  it("is the same whatever is inside, if it is padded; and what is inside comes out", async () => {
    const call = pair("opus");
    call.both(1, 0);
    const sender = call.sender({ lengthFor: () => 128 });
    for (const length of [1, 58, 104, 127]) {
      const plain = Array<number>(length).fill(0);
      const payload = sent(await sender.encrypt(frame(plain), 0));
      expect(payload.byteLength).toBe(128 + 22);
      expect(await call.receiver().decrypt(payload)).toEqual(new Uint8Array(length));
    }
  });

  it("does not matter to large frames, which go another way, and arrive as they were", async () => {
    const call = pair();
    call.both(1, 0);
    const sender = call.sender(videoPadding);
    const plain = Array.from({ length: 40_000 }, (_, index) => index % 251);
    const payload = sent(await sender.encrypt(frame(plain), 0));
    expect(payload.byteLength).toBe(40_960 + 23);
    expect(await call.receiver().decrypt(payload)).toEqual(Uint8Array.from(plain));
  });
});

describe("the sender", () => {
  it("drops frames while it has no key", async () => {
    expect(await pair().sender().encrypt(frame(), 0)).toBe("no-key");
  });

  it("drops empty frames", async () => {
    const call = pair();
    call.both(1, 0);
    expect(await call.sender().encrypt(frame([]), 0)).toBe("empty");
  });

  it("never uses a counter twice: not with frames in flight, a new transform, or a key posted again", async () => {
    const call = pair();
    call.both(1, 0);
    const first = call.sender();
    const inFlight = [1, 2, 3, 4].map(async (value) => first.encrypt(frame([value]), 0));
    const outcomes = await Promise.all(inFlight);
    call.both(1, 0);
    outcomes.push(await call.sender().encrypt(frame(), 0), await first.encrypt(frame(), 0));
    expect(outcomes.map((outcome) => headerOf(outcome).ctr)).toEqual([256n, 257n, 258n, 259n, 260n, 261n]);
  });

  it("goes on counting when a key id comes again", async () => {
    const call = pair();
    call.both(1, 0, { cause: "removal" });
    await call.sender().encrypt(frame(), 0);
    call.both(257, 1, { cause: "removal" });
    expect(headerOf(await call.sender().encrypt(frame(), 1))).toMatchObject({ epochLow: 1, ctr: 257n });
  });

  it("gives each layer a stream and a counter of its own", async () => {
    const call = pair();
    call.both(1, 0);
    const sender = call.sender();
    const headers = [];
    for (const synchronizationSource of [70, 80, 90, 80, 1000]) {
      headers.push(headerOf(await sender.encrypt(frame([1], { synchronizationSource }), 0)));
    }
    expect(headers.map(({ stream, ctr }) => [stream, ctr])).toEqual([
      [1, 256n],
      [2, 256n],
      [3, 256n],
      [2, 257n],
      // A source that was not announced shares the last stream, and its counter.
      [3, 257n],
    ]);
  });

  it("moves to a new epoch after the delay, and says so once", async () => {
    const call = pair();
    call.both(1, 0);
    const sender = call.sender();
    await sender.encrypt(frame(), 0);
    call.both(2, 10);
    const epochs = [];
    for (const now of [10, 10 + SWITCH_DELAY_MS - 1, 10 + SWITCH_DELAY_MS, 20 + SWITCH_DELAY_MS]) {
      epochs.push(headerOf(await sender.encrypt(frame(), now)).epochLow);
    }
    expect(epochs).toEqual([1, 1, 2, 2]);
    expect(call.onEpoch).toHaveBeenCalledTimes(2);
  });

  it("moves at once after a removal", async () => {
    const call = pair();
    call.both(1, 0);
    call.both(2, 10, { cause: "removal" });
    expect(headerOf(await call.sender().encrypt(frame(), 10)).epochLow).toBe(2);
  });
});

describe("the receiver", () => {
  it("drops empty frames without a stall", async () => {
    const call = pair();
    call.both(1, 0);
    expect(await call.receiver().decrypt(new ArrayBuffer(0))).toBe("empty");
  });

  it("drops plaintext", async () => {
    const call = pair("opus");
    call.both(1, 0);
    const plaintext = bytes(0x78, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
    expect(typeof (await call.receiver().decrypt(plaintext))).toBe("string");
  });

  it("drops frames of an epoch it does not know", async () => {
    const call = pair();
    call.sendKeys.add(epochMessage(1, 0), 0);
    const outcome = await call.sender().encrypt(frame(), 0);
    expect(await call.receiver().decrypt(sent(outcome))).toBe("unknown-key");
  });

  it("drops a frame that it had, also on another track, and also when both copies come at once", async () => {
    const call = pair();
    call.both(1, 0);
    const sender = call.sender();
    const first = sent(await sender.encrypt(frame(), 0));
    await call.receiver().decrypt(first);
    expect(await call.receiver().decrypt(first)).toBe("replay");
    const second = sent(await sender.encrypt(frame(), 0));
    const receiver = call.receiver();
    const outcomes = await Promise.all([receiver.decrypt(second), receiver.decrypt(second)]);
    expect(outcomes.filter((outcome) => outcome === "replay")).toHaveLength(1);
  });

  it.each([
    ["another participant", { participantKey: "ben" }],
    ["another stream", { stream: 4 }],
    ["a layer that was not announced", { stream: 2, layers: 2 }],
  ])("drops frames that belong to %s", async (_what, options) => {
    const call = pair();
    call.both(1, 0);
    const outcome = await call.sender().encrypt(frame(), 0);
    expect(await call.receiver(options).decrypt(sent(outcome))).toBe("unexpected-sender");
  });

  it("judges a leaf by who holds it in the frame's own epoch", async () => {
    const call = pair();
    call.both(1, 0);
    const old = await call.sender().encrypt(frame(), 0);
    const members: [number, string][] = [
      [0, "eve"],
      [1, "ben"],
    ];
    call.both(2, 1, { cause: "removal", members });
    const fresh = await call.sender().encrypt(frame(), 1);
    expect(await call.receiver().decrypt(sent(fresh))).toBe("unexpected-sender");
    expect(await call.receiver({ participantKey: "eve" }).decrypt(sent(fresh))).toEqual(
      Uint8Array.of(1, 2, 3),
    );
    expect(await call.receiver().decrypt(sent(old))).toEqual(Uint8Array.of(1, 2, 3));
  });

  it.each([
    ["VP8 carrier byte", 0],
    ["header", 2],
    ["ciphertext", 6],
    ["tag", -1],
  ])("drops a frame whose %s was changed", async (_what, at) => {
    const call = pair();
    call.both(1, 0);
    const payload = new Uint8Array(sent(await call.sender().encrypt(frame(), 0)));
    const index = at < 0 ? payload.length + at : at;
    payload[index] = (payload[index] ?? 0) ^ 1;
    expect(typeof (await call.receiver().decrypt(payload.buffer))).toBe("string");
  });

  it("opens late frames of an epoch until its grace is over", async () => {
    const call = pair();
    call.both(1, 0);
    const sender = call.sender();
    const late = sent(await sender.encrypt(frame(), 0));
    const tooLate = sent(await sender.encrypt(frame(), 0));
    call.both(2, 10, { cause: "removal" });
    call.receiveKeys.expire(10 + GRACE_MS - 1);
    expect(typeof (await call.receiver().decrypt(late))).not.toBe("string");
    call.receiveKeys.expire(10 + GRACE_MS);
    expect(await call.receiver().decrypt(tooLate)).toBe("unknown-key");
  });
});
