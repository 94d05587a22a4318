import { describe, expect, it } from "vitest";
import type { EncodedFrame, FromFrames, TransformOptions } from "../protocol.ts";
import { FrameTransforms, LATE_KEY_MS } from "./FrameTransforms.ts";
import { SWITCH_DELAY_MS } from "./SendSchedule.ts";
import { bytes, epochMessage, headerOf } from "./testing.ts";

function videoFrame(data: ArrayBuffer, type: "key" | "delta" = "delta"): EncodedFrame {
  return { data, type, timestamp: 0, getMetadata: () => ({ synchronizationSource: 5 }) };
}

/** Two workers' insides, one sending as Ana and one receiving as Ben. */
function side() {
  const posted: FromFrames[] = [];
  let now = 0;
  const timers: { at: number; run: () => void }[] = [];
  const after = (ms: number, run: () => void) => void timers.push({ at: now + ms, run });
  const transforms = new FrameTransforms((message) => posted.push(message), { now: () => now, after });
  const setNow = (ms: number) => {
    now = ms;
    timers.filter(({ at }) => at <= ms).forEach(({ run }) => run());
  };
  const run = async (options: TransformOptions, frames: readonly EncodedFrame[]): Promise<EncodedFrame[]> => {
    const out: EncodedFrame[] = [];
    const readable = new ReadableStream<EncodedFrame>({
      start(controller) {
        frames.forEach((frame) => controller.enqueue(frame));
        controller.close();
      },
    });
    const writable = new WritableStream<EncodedFrame>({
      write(frame) {
        out.push(frame);
        transforms.tick();
      },
    });
    await transforms.attach(options, { readable, writable });
    return out;
  };
  const of = <T extends FromFrames["type"]>(type: T) =>
    posted.filter((message): message is Extract<FromFrames, { type: T }> => message.type === type);
  return { transforms, run, of, setNow };
}

const sending: TransformOptions = { direction: "send", transformId: "s", codec: "vp8", stream: 1, layers: 1 };
const receiving: TransformOptions = {
  ...{ direction: "receive", participantKey: "ana" },
  ...{ transformId: "r", codec: "vp8", stream: 1, layers: 1 },
};

describe("FrameTransforms", () => {
  it("carries a frame from one side to the other", async () => {
    const [ana, ben] = [side(), side()];
    ana.transforms.addEpoch(epochMessage(1, 0));
    ben.transforms.addEpoch(epochMessage(1, 1));
    const sent = await ana.run(sending, [videoFrame(bytes(4, 2, 3), "key"), videoFrame(bytes(1))]);
    expect(sent.map((frame) => new Uint8Array(frame.data)[0])).toEqual([0x00, 0x01]);
    const received = await ben.run(receiving, sent);
    expect(received.map((frame) => [...new Uint8Array(frame.data)])).toEqual([[4, 2, 3], [1]]);
  });

  it("passes nothing on without a key", async () => {
    const ana = side();
    expect(await ana.run(sending, [videoFrame(bytes(1)), videoFrame(bytes(2))])).toEqual([]);
  });

  it("says that it was called, once", async () => {
    const ana = side();
    await ana.run(sending, [videoFrame(bytes(1)), videoFrame(bytes(2))]);
    expect(ana.of("called")).toEqual([{ type: "called", transformId: "s" }]);
  });

  it("says that frames pass, once, and not before one does", async () => {
    const ana = side();
    await ana.run(sending, [videoFrame(bytes(1))]);
    expect(ana.of("flowing")).toEqual([]);
    ana.transforms.addEpoch(epochMessage(1, 0));
    await ana.run(sending, [videoFrame(bytes(2)), videoFrame(bytes(3))]);
    expect(ana.of("flowing")).toEqual([{ type: "flowing", transformId: "s" }]);
  });

  it("drops the frame on any exception, and goes on", async () => {
    const ana = side();
    ana.transforms.addEpoch(epochMessage(1, 0));
    const faulty = {
      ...videoFrame(bytes(1)),
      getMetadata: () => {
        throw new Error("no metadata");
      },
    };
    const out = await ana.run({ ...sending, layers: 2 }, [
      faulty,
      videoFrame(bytes(2)),
      videoFrame(bytes(3)),
    ]);
    expect(out).toHaveLength(2);
    expect(ana.of("counters").at(-1)?.transforms).toMatchObject([
      { transformId: "s", framesIn: 3, framesOut: 2, dropped: { error: 1 } },
    ]);
  });

  it("sends with a new epoch when its time comes, or when every member has it", async () => {
    const ana = side();
    const epochOf = async () => {
      const [frame] = await ana.run(sending, [videoFrame(bytes(1))]);
      return headerOf(new Uint8Array(frame!.data)).epochLow;
    };
    ana.transforms.addEpoch(epochMessage(1, 0));
    ana.transforms.addEpoch(epochMessage(2, 0));
    expect(await epochOf()).toBe(1);
    ana.setNow(SWITCH_DELAY_MS);
    expect(await epochOf()).toBe(2);
    ana.transforms.addEpoch(epochMessage(3, 0));
    ana.transforms.reached(3);
    expect(await epochOf()).toBe(3);
  });

  it("pads video for a sender that asks for it", async () => {
    const [ana, ben] = [side(), side()];
    ana.transforms.addEpoch(epochMessage(1, 0));
    ben.transforms.addEpoch(epochMessage(1, 1));
    const frames = [videoFrame(bytes(1, 2, 3)), videoFrame(bytes(4))];
    const sent = await ana.run({ ...sending, padVideo: true }, frames);
    expect(new Set(sent.map(({ data }) => data.byteLength)).size).toBe(1);
    const received = await ben.run(receiving, sent);
    expect(received.map((frame) => [...new Uint8Array(frame.data)])).toEqual([[1, 2, 3], [4]]);
  });

  it("lets frames wait for a key that comes a little later, and passes them on in order", async () => {
    const [ana, ben] = [side(), side()];
    ana.transforms.addEpoch(epochMessage(1, 0));
    ben.transforms.addEpoch(epochMessage(1, 1));
    const before = await ana.run(sending, [videoFrame(bytes(1))]);
    ana.transforms.addEpoch(epochMessage(2, 0));
    ana.transforms.reached(2);
    const after = await ana.run(sending, [videoFrame(bytes(2)), videoFrame(bytes(3))]);
    const received = ben.run(receiving, [...before, ...after]);
    await new Promise((resolve) => setImmediate(resolve));
    ben.transforms.addEpoch(epochMessage(2, 1));
    expect((await received).map(({ data }) => [...new Uint8Array(data)])).toEqual([[1], [2], [3]]);
    expect(ben.of("wantKeyFrame")).toEqual([]);
  });

  it("waits for no key longer than a moment, and for none that cannot come", async () => {
    const [ana, ben] = [side(), side()];
    ana.transforms.addEpoch(epochMessage(3, 0));
    ben.transforms.addEpoch(epochMessage(2, 1));
    const [first, ...others] = await ana.run(
      sending,
      [1, 2, 3].map((at) => videoFrame(bytes(at))),
    );
    const received = ben.run(receiving, [first!]);
    await new Promise((resolve) => setImmediate(resolve));
    ben.setNow(LATE_KEY_MS);
    expect(await received).toEqual([]);
    ben.transforms.addEpoch(epochMessage(100, 1));
    // Of an epoch that is past: nobody waits for its key.
    expect(await ben.run(receiving, others)).toEqual([]);
  });

  it("asks the page for a key frame when a sender begins an epoch", async () => {
    const ana = side();
    ana.transforms.addEpoch(epochMessage(1, 0));
    await ana.run(sending, [videoFrame(bytes(1)), videoFrame(bytes(2))]);
    expect(ana.of("wantKeyFrame")).toEqual([{ type: "wantKeyFrame", transformId: "s" }]);
  });

  it("asks for a key frame when video comes back after frames that could not be opened, not at every frame", async () => {
    const [ana, ben] = [side(), side()];
    ana.transforms.addEpoch(epochMessage(1, 0));
    ben.transforms.addEpoch(epochMessage(1, 1));
    const good = await ana.run(
      sending,
      Array.from({ length: 4 }, () => videoFrame(bytes(1))),
    );
    const forged = () => videoFrame(bytes(1, 9, 9, 9, 9));
    const mixed = good.flatMap((frame) => [forged(), frame]);
    await ben.run(receiving, mixed);
    expect(ben.of("wantKeyFrame")).toHaveLength(1);
  });

  it("does not pass frames on after a transform is forgotten", async () => {
    const ana = side();
    ana.transforms.addEpoch(epochMessage(1, 0));
    const out: EncodedFrame[] = [];
    let feed!: ReadableStreamDefaultController<EncodedFrame>;
    const readable = new ReadableStream<EncodedFrame>({ start: (controller) => void (feed = controller) });
    const writable = new WritableStream<EncodedFrame>({ write: (frame) => void out.push(frame) });
    const ended = ana.transforms.attach(sending, { readable, writable });
    feed.enqueue(videoFrame(bytes(1)));
    ana.transforms.forget("s");
    await ended;
    expect(out).toEqual([]);
  });
});
