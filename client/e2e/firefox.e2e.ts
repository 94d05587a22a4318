import type { Browser } from "playwright-core";
import type { Browser as Firefox } from "puppeteer-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { FIREFOX_TONE, findFirefox, FirefoxParticipant, launchFirefox } from "./harness/firefox.ts";
import { agreedExtensions, TELLING } from "./harness/extensions.ts";
import { HeadlessMember } from "./harness/headless.ts";
import { newLinkSecret } from "./harness/link.ts";
import { openFrame } from "./harness/openFrame.ts";
import { Participant, until } from "./harness/participant.ts";
import { privateAddress, whyNotHere } from "./harness/privateNetwork.ts";
import { type Servers, startServers } from "./harness/servers.ts";
import { type FrameTap, tapNewProducers } from "./harness/sfuTap.ts";

const ana = { name: "Ana", hue: 0, tone: 440 };
const fay = { name: "Fay", hue: 120, tone: FIREFOX_TONE };

const notRun = whyNotHere(findFirefox() === undefined ? "no Firefox" : undefined);

/** In the page: no transform is ever attached to a sender. Firefox then sends what it is given, in the clear. */
function loseTransforms(): void {
  Object.defineProperty(RTCRtpSender.prototype, "transform", { get: () => null, set: () => undefined });
  const seen = { enabled: false };
  Object.assign(window, { seen });
  setInterval(() => {
    const { connections = [] } = window as unknown as { connections?: RTCPeerConnection[] };
    // One without another end only asks what the browser can do.
    const connected = connections.filter(({ remoteDescription }) => remoteDescription !== null);
    for (const { track } of connected.flatMap((connection) => connection.getSenders())) {
      if (track?.enabled === true && track.readyState === "live") seen.enabled = true;
    }
  }, 5);
}

/** In the page: how many packets of sound have come. */
async function soundReceived(): Promise<number> {
  const { connections } = window as unknown as { connections: RTCPeerConnection[] };
  let packets = 0;
  for (const connection of connections) {
    (await connection.getStats()).forEach((entry: RTCInboundRtpStreamStats) => {
      if (entry.type === "inbound-rtp" && entry.kind === "audio") packets += entry.packetsReceived ?? 0;
    });
  }
  return packets;
}

/** In the page: keeps the workers, so that the test can end them. */
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

describe.skipIf(notRun !== undefined)("Firefox and Chromium in one call", () => {
  const client = inject("client");
  let servers: Servers;
  let chromium: Browser;
  let firefox: Firefox;
  /** Closed in this order. */
  const open: { close(): void | Promise<void> }[] = [];

  beforeAll(async () => {
    servers = await startServers(client, { rtcHost: privateAddress });
    [chromium, firefox] = await Promise.all([launchChromium(), launchFirefox()]);
  });
  afterEach(async () => {
    for (const participant of open.splice(0).reverse()) await participant.close();
    await until(
      () => servers.sfu.calls.size === 0,
      () => "the call ends at the SFU",
    );
  });
  afterAll(async () => {
    await firefox.close();
    await chromium.close();
    await servers.close();
  });

  function newLink(): string {
    return makeLink(servers.site.origin, newLinkSecret());
  }

  async function inChromium(devices: typeof ana): Promise<Participant> {
    const participant = await Participant.open(chromium, devices.name, devices);
    open.push(participant);
    return participant;
  }

  async function inFirefox(devices: typeof ana, sabotage?: () => void): Promise<FirefoxParticipant> {
    const participant = await FirefoxParticipant.open(firefox, devices.name, devices, sabotage);
    open.push(participant);
    return participant;
  }

  /** Somebody whose keys open what the others send, and everything that is sent from now on. */
  async function listenIn(link: string): Promise<{ keys: () => Uint8Array[]; tap: FrameTap }> {
    const member = new HeadlessMember(link, "Hal", client.keyserverPort, client.rotateSeconds);
    open.push(member);
    await member.untilJoined();
    const tap = await tapNewProducers(await servers.begun());
    open.push(tap);
    return { keys: () => member.epochs.map(({ baseKey }) => baseKey), tap };
  }

  test("see and hear each other through several keys, and every frame of Firefox's is encrypted", async () => {
    const link = newLink();
    const first = await inChromium(ana);
    await first.join(link);
    const { keys, tap } = await listenIn(link);
    const second = await inFirefox(fay);
    await second.join(link);
    await first.untilSees(fay.name, fay.hue);
    await second.untilSees(ana.name, ana.hue);
    const epoch = await first.epoch();
    await first.untilEpoch(epoch + 2);
    await first.untilSees(fay.name, fay.hue);
    await second.untilSees(ana.name, ana.hue);
    await first.untilHears([fay.tone]);
    await second.untilHears([ana.tone]);

    const counts = { audio: 0, video: 0 };
    for (const frame of tap.frames) {
      counts[frame.kind]++;
      expect(openFrame(keys(), frame), `a frame of ${frame.kind} that no key opens`).toBeDefined();
    }
    expect(counts.audio).toBeGreaterThan(300);
    expect(counts.video).toBeGreaterThan(50);
    // Firefox's encoder makes frames of many sizes; outside they have one, from the first on.
    const sizes = new Set(tap.frames.filter(({ kind }) => kind === "audio").map(({ bytes }) => bytes.length));
    expect([...sizes]).toHaveLength(1);
    const agreed = await second.page.evaluate(agreedExtensions);
    expect(agreed.length).toBeGreaterThan(0);
    expect(agreed.filter((uri) => TELLING.test(uri))).toEqual([]);
    // Nothing passed by the tap: nobody got more than came out of it.
    const received = await first.page.evaluate(soundReceived);
    await tap.settled();
    const tapped = tap.frames.filter(({ kind }) => kind === "audio").length;
    expect(received).toBeGreaterThan(300);
    expect(tapped).toBeGreaterThanOrEqual(received);
  });

  test("Firefox, losing its transforms, sends neither sound nor picture and says so", async () => {
    const link = newLink();
    const victim = await inFirefox(fay, loseTransforms);
    await victim.enter(link);
    await victim.untilBanner("transform/stopped");
    expect(await victim.page.evaluate(() => (window as unknown as { seen: object }).seen)).toEqual({
      enabled: false,
    });
  });

  test("Firefox, losing its workers in mid-call, sends nothing in the clear", async () => {
    const link = newLink();
    const first = await inChromium(ana);
    await first.join(link);
    const { keys, tap } = await listenIn(link);
    const victim = await inFirefox(fay, keepWorkers);
    await victim.join(link);
    await first.untilSees(fay.name, fay.hue);
    await until(
      () => tap.frames.length > 50,
      () => "the SFU forwards frames",
    );
    await victim.page.evaluate(() => {
      for (const worker of (window as unknown as { workers: Worker[] }).workers) worker.terminate();
    });
    await victim.untilBanner("transform/stopped");
    expect(tap.frames.filter((frame) => openFrame(keys(), frame) === undefined)).toEqual([]);
  });
});
