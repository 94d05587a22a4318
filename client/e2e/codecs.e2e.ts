import { Buffer } from "node:buffer";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import type { VideoCodec } from "../src/sdk/index.ts";
import { launchChromium } from "./harness/browser.ts";
import { isPlainFrame, openCarrier } from "./harness/carriers.ts";
import type { WireFrame } from "./harness/depacketize.ts";
import { HeadlessMember } from "./harness/headless.ts";
import { newLinkSecret } from "./harness/link.ts";
import { until } from "./harness/participant.ts";
import { buildSdkPage, isHue, SdkParticipant } from "./harness/sdkParticipant.ts";
import { type Servers, startServers } from "./harness/servers.ts";
import { openByHand } from "./harness/sframeByHand.ts";
import { tapStream } from "./harness/wireTap.ts";

const client = inject("client");
/** Wide enough for three layers. */
const camera = { width: 1024, height: 576, hue: 120 };
/** Bytes of a frame that no ciphertext holds by chance. */
const RUN = 8;

/** Layers, and the heights that a receiver can be shown. */
const matrix: readonly { codec: VideoCodec; heights: readonly number[] }[] = [
  { codec: "vp8", heights: [144, 576] },
  { codec: "vp9", heights: [144, 576] },
  { codec: "h264", heights: [144, 576] },
  { codec: "av1", heights: [576] },
];

/** In the page: a browser that cannot encode H264, as many builds cannot. */
function loseH264(): void {
  type CreateOffer = (this: RTCPeerConnection) => Promise<RTCSessionDescriptionInit>;
  const prototype = RTCPeerConnection.prototype;
  const createOffer = Reflect.get(prototype, "createOffer") as CreateOffer;
  const withoutH264: CreateOffer = async function () {
    const { type, sdp = "" } = await createOffer.call(this);
    return { type, sdp: sdp.replace(/^a=rtpmap:.*H264.*\r\n/gm, "") };
  };
  Reflect.set(prototype, "createOffer", withoutH264);
}

/** A frame without its carrier, opened with any key that the spy ever had. */
function opened(
  spy: HeadlessMember,
  codec: string,
  frame: WireFrame,
): { carrier: string; plain: Uint8Array } | undefined {
  const parts = openCarrier[codec]?.(frame);
  if (parts === undefined) return undefined;
  for (const { baseKey } of spy.epochs) {
    const plain = openByHand(baseKey, parts.sealed, parts.metadata);
    if (plain !== undefined) return { carrier: parts.carrier, plain };
  }
  return undefined;
}

describe("every codec, encrypted", () => {
  let servers: Servers;
  let browser: Browser;

  beforeAll(async () => {
    await buildSdkPage(client);
    servers = await startServers(client);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await servers.close();
  });

  async function inCall(
    codec: VideoCodec,
    body: (parts: { sender: SdkParticipant; watcher: SdkParticipant; spy: HeadlessMember }) => Promise<void>,
    sabotage?: () => void,
  ): Promise<void> {
    const link = makeLink(servers.site.origin, newLinkSecret());
    const sender = await SdkParticipant.open(browser, servers.site.origin, "Sam", sabotage);
    const watcher = await SdkParticipant.open(browser, servers.site.origin, "Wes");
    await sender.join(client, link, { camera, tone: 440, options: { codec } });
    await watcher.join(client, link);
    const spy = new HeadlessMember(link, "Spy", client.keyserverPort, client.rotateSeconds);
    try {
      await spy.untilJoined();
      await body({ sender, watcher, spy });
    } finally {
      spy.close();
      await sender.close();
      await watcher.close();
      await until(
        () => servers.sfu.calls.size === 0,
        () => "the call ends at the SFU",
      );
    }
  }

  /** Frames of a stream at the SFU, from now until there are enough. */
  async function framesOf(
    stream: number,
    isEnough: (frames: readonly WireFrame[]) => boolean,
  ): Promise<readonly WireFrame[]> {
    const tap = await tapStream(await servers.begun(), stream);
    try {
      await until(
        () => isEnough(tap.frames),
        () => `frames of stream ${stream} (${tap.frames.length} came)`,
      );
      return [...tap.frames];
    } finally {
      tap.close();
    }
  }

  test.each(matrix)(
    "$codec is decoded at the right sizes and never in the clear",
    async ({ codec, heights }) => {
      await inCall(codec, async ({ watcher, spy }) => {
        for (const height of heights) {
          await watcher.show("Sam", "camera", { width: (height * 16) / 9, height });
          const seen = await watcher.untilSees(
            "Sam",
            "camera",
            (now) => now.height === height && isHue(now.hue, camera.hue),
          );
          expect(seen.width).toBe(Math.round((height * 16) / 9));
          // It goes on, and does not just stand there.
          await watcher.untilSees("Sam", "camera", ({ frames }) => frames > seen.frames + 10);
        }
        for (const [stream, name, count] of [
          [1, codec, 30],
          [0, "opus", 60],
        ] as const) {
          const frames = await framesOf(
            stream,
            (wire) => wire.filter((frame) => opened(spy, name, frame)).length >= count,
          );
          // What comes before is of an epoch that the spy was not in yet.
          const ours = frames.slice(frames.findIndex((frame) => opened(spy, name, frame)));
          // On a busy machine the spy may have the last epoch's key later than the frames.
          await until(
            () => ours.every((frame) => opened(spy, name, frame) !== undefined),
            () => `every frame of ${name} opens`,
          );
          const carriers = new Set<string>();
          for (const frame of ours) {
            const open = opened(spy, name, frame);
            // The positive control: these very frames are real ones under our keys.
            expect(open, `a frame of ${name} opens`).toBeDefined();
            if (open === undefined) continue;
            carriers.add(open.carrier);
            const begins = Buffer.from(open.plain.subarray(0, 8)).toString("hex");
            expect(isPlainFrame[name]?.(open.plain), `${name} ${begins}`).toBe(true);
            const wire = Buffer.concat(frame.units);
            for (let at = 0; at + RUN <= open.plain.length; at++) {
              expect(wire.includes(Buffer.from(open.plain.subarray(at, at + RUN)))).toBe(false);
            }
          }
          // Sound, with the copy that repairs lost frames inside, is of one size whatever is said.
          if (name === "opus") {
            const sizes = new Set(ours.map((frame) => opened(spy, name, frame)?.plain.length));
            expect(sizes.size).toBe(1);
          }
          // Constant bytes: one form for key frames, one for the others, and nothing else.
          expect(carriers.size).toBeLessThanOrEqual(2);
        }
      });
    },
  );

  test("one that this browser does not have is refused, and nothing is sent of the picture", async () => {
    await inCall(
      "h264",
      async ({ sender, watcher }) => {
        await until(
          async () => (await sender.notices()).includes("codec/unsupported"),
          () => "the refusal is told",
        );
        const streams = [...servers.call().participants.values()].flatMap(({ producers }) =>
          [...producers.values()].map(({ appData }) => appData.stream),
        );
        expect(streams).toEqual([0]);
        expect(await watcher.look("Sam")).toBeUndefined();
      },
      loseH264,
    );
  });
});
