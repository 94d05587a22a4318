import type { StreamDescription } from "@sotto/keyserver-protocol/member";
import type { types } from "mediasoup-client";
import { describe, expect, it, vi } from "vitest";
import type { TransformOptions } from "../workers/protocol.ts";
import type { FrameWorker, TransformListener } from "./FrameWorker.ts";
import { LEFT_ALONE_MS, RemoteStreams } from "./RemoteStreams.ts";
import type { SfuConnection } from "./SfuConnection.ts";
import type { TileSize } from "./view/index.ts";

const capabilities = {
  codecs: [{ kind: "video", mimeType: "video/VP8", preferredPayloadType: 96, clockRate: 90_000 }],
} as types.RtpCapabilities;
const camera: StreamDescription = { stream: 1, layers: 2, source: "camera", codec: "vp8" };

/** What a well-behaved server answers to `consume` for Ana's camera. */
const honest = {
  consumerId: "c",
  producerId: "p",
  participantId: "ana",
  kind: "video",
  stream: 1,
  type: "simulcast",
  rtpParameters: { codecs: [{ mimeType: "video/VP8", payloadType: 96, clockRate: 90_000 }] },
};

/** Received streams with a server and a frame worker that the test speaks for. */
function receiving(answer: object = {}) {
  const asked: { method: string; data: unknown }[] = [];
  const request = vi.fn((method: string, data: unknown) => {
    asked.push({ method, data });
    return Promise.resolve(method === "consume" ? { ...honest, ...answer } : {});
  });
  const attached: TransformOptions[] = [];
  let flow: (() => void) | undefined;
  const frames = {
    attach: (_receiver: unknown, options: TransformOptions, on: TransformListener) => {
      attached.push(options);
      flow = on.flowing;
    },
    forget: vi.fn(),
    stateOf: () => ({ called: false, report: undefined }),
    heardAt: 0,
  };
  let tiles: Map<string, TileSize | null> | undefined;
  const show = (tile: TileSize | null) => {
    tiles = new Map([["camera of ana", tile]]);
    streams.arrange();
  };
  const events = { changed: vi.fn(), unreadable: vi.fn() };
  const streams = new RemoteStreams(
    { request } as unknown as SfuConnection,
    frames as unknown as FrameWorker,
    { tileOf: (key, source) => tiles?.get(`${source} of ${key}`), spokeAt: () => -Infinity },
    events,
  );
  const transport = {
    consume: vi.fn((options: types.ConsumerOptions) => {
      // The transform is attached inside this call; that it precedes any frame is the point.
      options.onRtpReceiver?.({} as RTCRtpReceiver);
      return Promise.resolve({
        id: options.id,
        track: { kind: options.kind },
        closed: false,
        close: vi.fn(),
      });
    }),
  };
  streams.begin(transport as unknown as types.Transport, capabilities);
  const describe = (...list: StreamDescription[]) => {
    streams.describe(new Map([["ana", list]]));
  };
  const methods = () => asked.map(({ method }) => method);
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    streams,
    describe,
    show,
    asked,
    methods,
    settle,
    attached,
    events,
    transport,
    flow: () => flow?.(),
  };
}

describe("a producer that the server offers", () => {
  it("is live as soon as a frame of it was opened", async () => {
    const call = receiving();
    call.describe(camera);
    call.streams.offer("p", "ana", 1);
    await call.settle();
    expect(call.streams.find("ana", "camera")?.live).toBe(false);
    call.events.changed.mockClear();
    call.flow();
    expect(call.streams.find("ana", "camera")?.live).toBe(true);
    expect(call.events.changed).toHaveBeenCalledOnce();
  });

  it("is not asked for until a member has described it", async () => {
    const call = receiving();
    call.streams.offer("p", "ana", 1);
    call.describe({ ...camera, stream: 4 });
    await call.settle();
    expect(call.methods()).toEqual([]);
  });

  it("is not asked for if somebody else described that stream", async () => {
    const call = receiving();
    call.streams.offer("p", "eve", 1);
    call.describe(camera);
    await call.settle();
    expect(call.methods()).toEqual([]);
  });

  it("flows once it is described and its transform knows whose and which it is", async () => {
    const call = receiving();
    call.streams.offer("p", "ana", 1);
    call.describe(camera);
    await call.settle();
    expect(call.methods()).toEqual(["consume", "resumeConsumer"]);
    expect(call.attached).toMatchObject([
      { direction: "receive", participantKey: "ana", codec: "vp8", stream: 1, layers: 2 },
    ]);
    expect(call.streams.find("ana", "camera")?.track).toBeDefined();
  });

  it("flows too if it was described first, and only once however often it is described", async () => {
    const call = receiving();
    call.describe(camera);
    call.streams.offer("p", "ana", 1);
    call.describe(camera);
    await call.settle();
    call.describe(camera);
    await call.settle();
    expect(call.methods()).toEqual(["consume", "resumeConsumer"]);
  });

  it("is made anew when its sender describes it differently", async () => {
    const call = receiving();
    call.streams.offer("p", "ana", 1);
    call.describe(camera);
    await call.settle();
    call.describe({ ...camera, layers: 3 });
    await call.settle();
    expect(call.methods()).toEqual([
      "consume",
      "resumeConsumer",
      "closeConsumer",
      "consume",
      "resumeConsumer",
    ]);
    expect(call.attached.at(-1)).toMatchObject({ layers: 3 });
  });

  it("is closed when its sender is not in the group any more", async () => {
    const call = receiving();
    call.streams.offer("p", "ana", 1);
    call.describe(camera);
    await call.settle();
    call.streams.describe(new Map());
    await call.settle();
    expect(call.methods().at(-1)).toBe("closeConsumer");
    expect(call.streams.find("ana", "camera")).toBeUndefined();
  });
});

describe("a picture", () => {
  const layered = {
    type: "simulcast",
    rtpParameters: { ...honest.rtpParameters, encodings: [{ ssrc: 1, scalabilityMode: "L3T3" }] },
  };
  const inCall = async (answer: object = layered) => {
    const call = receiving(answer);
    call.streams.offer("p", "ana", 1);
    call.describe(camera);
    await call.settle();
    call.asked.splice(0);
    return call;
  };

  it("is held back while it is not on screen, and comes again when it is", async () => {
    const call = await inCall();
    call.show(null);
    await call.settle();
    call.show({ width: 1920, height: 1080 });
    await call.settle();
    expect(call.asked).toEqual([
      { method: "pauseConsumer", data: { consumerId: "c" } },
      { method: "resumeConsumer", data: { consumerId: "c" } },
    ]);
  });

  it("comes in the layer that fills its tile, asked for once", async () => {
    const call = await inCall();
    call.show({ width: 320, height: 180 });
    call.show({ width: 322, height: 181 });
    await call.settle();
    expect(call.asked).toEqual([
      { method: "setPreferredLayers", data: { consumerId: "c", spatialLayer: 0 } },
    ]);
  });

  it("of one layer is never asked for in another", async () => {
    const call = await inCall({ type: "simple" });
    call.show({ width: 320, height: 180 });
    await call.settle();
    expect(call.asked).toEqual([]);
  });
});

describe("a stream that could not be had", () => {
  it("is asked for a few times, then left alone for a while, then asked for again", async () => {
    const call = receiving({ participantId: "eve" });
    const asked = () => call.methods().filter((method) => method === "consume").length;
    const signs = () => ({ decoded: undefined, isExpected: true });
    call.streams.offer("p", "ana", 1);
    for (let round = 0; round < 10; round++) {
      call.describe(camera);
      await call.settle();
    }
    const first = asked();
    await call.streams.check(performance.now() + LEFT_ALONE_MS / 2, signs);
    await call.settle();
    expect(asked()).toBe(first);
    await call.streams.check(performance.now() + LEFT_ALONE_MS, signs);
    await call.settle();
    expect(asked()).toBe(first + 1);
  });
});

describe("a server that gives something else than was asked for", () => {
  it.each([
    ["somebody else's stream", { participantId: "eve" }],
    ["another stream", { stream: 0 }],
    ["another kind", { kind: "audio" }],
    [
      "another codec",
      { rtpParameters: { codecs: [{ mimeType: "video/AV1", payloadType: 96, clockRate: 90_000 }] } },
    ],
  ])("(%s) is not listened to, and not asked for ever", async (_what, answer) => {
    const call = receiving(answer);
    call.streams.offer("p", "ana", 1);
    for (let round = 0; round < 10; round++) {
      call.describe(camera);
      await call.settle();
    }
    expect(call.transport.consume).not.toHaveBeenCalled();
    expect(call.methods()).not.toContain("resumeConsumer");
    expect(call.methods().filter((method) => method === "consume").length).toBeLessThan(5);
    expect(call.methods().at(-1)).toBe("closeConsumer");
  });
});
