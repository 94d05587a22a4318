import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { agreedExtensions, TELLING } from "./harness/extensions.ts";
import { newLinkSecret } from "./harness/link.ts";
import { Participant, until } from "./harness/participant.ts";
import { type Servers, startServers } from "./harness/servers.ts";
import { type FrameTap, tapNewProducers } from "./harness/sfuTap.ts";
import { readHeader } from "./harness/sframeByHand.ts";

const ana = { name: "Ana", hue: 0, tone: 440 };
const ben = { name: "Ben", hue: 120, tone: 660 };
/** Header, tag and, for VP8, the carrier's byte: what encryption adds to a frame in a small call. */
const MOST_ADDED = 22;

describe("what packets say of what is in them", () => {
  const client = inject("client");
  let servers: Servers;
  let browser: Browser;
  let first: Participant;
  let second: Participant;
  let tap: FrameTap;

  beforeAll(async () => {
    servers = await startServers(client);
    browser = await launchChromium();
    const link = makeLink(servers.site.origin, newLinkSecret());
    first = await Participant.open(browser, ana.name, ana);
    await first.join(link);
    // From the very first packet of whoever comes now.
    tap = await tapNewProducers(await servers.begun());
    second = await Participant.open(browser, ben.name, ben);
    await second.join(link);
  });
  afterAll(async () => {
    tap.close();
    await first.close();
    await second.close();
    await browser.close();
    await servers.close();
  });

  const sound = (): Uint8Array[] =>
    tap.frames.filter(({ kind }) => kind === "audio").map(({ bytes }) => bytes);
  const keyIds = (frames: readonly Uint8Array[]): Set<bigint | undefined> =>
    new Set(frames.map((frame) => readHeader(frame)?.kid));

  test("all sound frames of Chromium have one size, muted or not, in every epoch", async () => {
    await until(
      () => sound().length > 100,
      () => "sound",
    );
    await second.page.getByTestId("mic-toggle").click();
    const atMute = sound().length;
    await until(
      () => sound().length > atMute + 100,
      () => "sound of a muted microphone",
    );
    await second.page.getByTestId("mic-toggle").click();
    await until(
      () => keyIds(sound()).size >= 3 && sound().length > atMute + 250,
      () => "sound under three keys",
      60_000,
    );
    const sizes = new Set(sound().map(({ length }) => length));
    expect([...sizes]).toHaveLength(1);
  });

  test("no key encrypts two frames with one counter", () => {
    const nonces = tap.frames.map(({ kind, bytes, participantId }) => {
      const header = readHeader(kind === "video" ? bytes.subarray(1) : bytes);
      return `${participantId} ${header?.kid} ${header?.ctr}`;
    });
    expect(new Set(nonces).size).toBe(nonces.length);
    expect(nonces.length).toBeGreaterThan(300);
  });

  test("no header extension tells who speaks", async () => {
    for (const { page } of [first, second]) {
      const agreed = await page.evaluate(agreedExtensions);
      expect(agreed.length).toBeGreaterThan(0);
      expect(agreed.filter((uri) => TELLING.test(uri))).toEqual([]);
    }
  });

  test("headers are as short as said", () => {
    for (const { kind, bytes } of tap.frames) {
      const carrier = kind === "video" ? 1 : 0;
      const header = readHeader(bytes.subarray(carrier));
      expect(carrier + (header?.length ?? 99) + 16).toBeLessThanOrEqual(MOST_ADDED);
    }
  });
});
