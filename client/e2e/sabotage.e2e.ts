import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { newLinkSecret } from "./harness/link.ts";
import { Participant, until } from "./harness/participant.ts";
import { type Servers, startServers } from "./harness/servers.ts";
import { tapCall } from "./harness/sfuTap.ts";

/** In the page: no transform is ever attached to a sender, as in browsers that lose them. */
function loseTransforms(): void {
  Object.defineProperty(RTCRtpSender.prototype, "transform", { get: () => null, set: () => undefined });
  Reflect.deleteProperty(RTCRtpSender.prototype, "createEncodedStreams");
}

/** In the page: only the older way to get at frames exists. */
function onlyEncodedStreams(): void {
  Reflect.deleteProperty(window, "RTCRtpScriptTransform");
}

/** In the page: keeps the workers, so that the test can end one. */
function keepWorkers(): void {
  const workers: Worker[] = [];
  Object.assign(window, { workers });
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      workers.push(this);
    }
  };
}

/** In the page: whether the tile of `name` shows other frames than when it was last asked. */
function framesMove(name: string): boolean {
  const tile = document.querySelector(`[data-testid="tile"][data-name="${name}"]`);
  const frames = tile?.querySelector("video")?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
  const seen = window as unknown as { framesSeen?: number };
  const hasMoved = seen.framesSeen !== undefined && frames > seen.framesSeen;
  seen.framesSeen = frames;
  return hasMoved;
}

describe("a transform that fails", () => {
  let browser: Browser;
  let servers: Servers;
  const open: Participant[] = [];

  beforeAll(async () => {
    servers = await startServers(inject("client"));
    browser = await launchChromium();
  });
  afterEach(async () => {
    for (const participant of open.splice(0)) await participant.close();
    await until(
      () => servers.sfu.calls.size === 0,
      () => "the call ends at the SFU",
    );
  });
  afterAll(async () => {
    await browser.close();
    await servers.close();
  });

  async function openParticipant(name: string, hue: number, sabotage?: () => void): Promise<Participant> {
    const participant = await Participant.open(browser, name, { hue, tone: 500 + hue }, sabotage);
    open.push(participant);
    return participant;
  }

  /** Packets and bytes that came to the SFU from everybody's producers. */
  async function received(): Promise<number> {
    let packets = 0;
    for (const participant of servers.call().participants.values()) {
      for (const producer of participant.producers.values()) {
        for (const { packetCount } of await producer.getStats()) packets += packetCount;
      }
    }
    return packets;
  }

  test("by never being called: the tracks are stopped, the person is told, nothing goes out", async () => {
    const link = makeLink(servers.site.origin, newLinkSecret());
    const victim = await openParticipant("Vic", 0, loseTransforms);
    await victim.enter(link);
    await victim.untilBanner("transform/stopped");
    expect(await received()).toBe(0);
    await until(
      async () => (await liveTracks(victim)) === 0,
      () => "all tracks are stopped",
    );
  });

  test("for want of the newer interface is replaced by one through the older", async () => {
    const link = makeLink(servers.site.origin, newLinkSecret());
    const older = await openParticipant("Olga", 0, onlyEncodedStreams);
    const newer = await openParticipant("Nils", 120);
    await older.join(link);
    await newer.join(link);
    await older.untilSees("Nils", 120);
    await newer.untilSees("Olga", 0);
    await older.untilHears([620]);
    await newer.untilHears([500]);
  });

  test("with its worker, in mid-call, comes back with a new worker and the next key", async () => {
    const link = makeLink(servers.site.origin, newLinkSecret());
    const victim = await openParticipant("Vic", 0, keepWorkers);
    const watcher = await openParticipant("Wes", 120);
    await victim.join(link);
    await watcher.join(link);
    await watcher.untilSees("Vic", 0);
    const epoch = await victim.epoch();
    await victim.page.evaluate(() => {
      // The first of a call's two workers is the one for frames.
      (window as unknown as { workers: Worker[] }).workers[0]?.terminate();
    });
    await until(
      async () =>
        await victim.page.evaluate(() => (window as unknown as { workers: Worker[] }).workers.length === 3),
      () => "another worker is started",
    );
    await victim.untilEpoch(epoch + 1);
    await watcher.page.waitForFunction(framesMove, "Vic", { timeout: 30_000, polling: 1_000 });
    await watcher.untilSees("Vic", 0);
    await victim.untilSees("Wes", 120);
    await victim.untilHears([620]);
    await watcher.untilHears([500]);
    await victim.untilEncrypted();
  });

  test("by ceasing in mid-call: the tracks are stopped, the person is told, no clear frame goes out", async () => {
    const link = makeLink(servers.site.origin, newLinkSecret());
    const victim = await openParticipant("Vic", 0, keepWorkers);
    const watcher = await openParticipant("Wes", 120);
    await victim.join(link);
    await watcher.join(link);
    await watcher.untilSees("Vic", 0);
    const tap = await tapCall(await servers.begun());
    await until(
      () => tap.frames.length > 50,
      () => "the SFU forwards frames",
    );
    await victim.page.evaluate(() => {
      for (const worker of (window as unknown as { workers: Worker[] }).workers) worker.terminate();
    });
    await victim.untilBanner("transform/stopped");
    await until(
      async () => (await liveTracks(victim)) === 0,
      () => "all tracks are stopped",
    );
    for (const { kind, bytes } of tap.frames) {
      // A VP8 key frame in the clear has this start code at its fourth byte (RFC 6386 §9.1).
      if (kind === "video") expect([...bytes.subarray(3, 6)]).not.toEqual([0x9d, 0x01, 0x2a]);
    }
    tap.close();
  });
});

/** How many of the tracks that the page was given for its camera and microphone still run. */
async function liveTracks(participant: Participant): Promise<number> {
  return await participant.page.evaluate(
    () =>
      (window as unknown as { givenTracks: MediaStreamTrack[] }).givenTracks.filter(
        ({ readyState }) => readyState === "live",
      ).length,
  );
}
