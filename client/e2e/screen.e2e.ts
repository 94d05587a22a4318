import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { newLinkSecret } from "./harness/link.ts";
import { until } from "./harness/participant.ts";
import { buildSdkPage, isHue, SdkParticipant, type SdkWindow } from "./harness/sdkParticipant.ts";
import { type Servers, startServers } from "./harness/servers.ts";

const client = inject("client");
/** The stream number of every shared picture. */
const SCREEN = 5;
const viewport = { width: 1280, height: 720 };
const ana = { name: "Ana", hue: 0 };
const ben = { name: "Ben", hue: 240 };
const green = 120;
const yellow = 60;
/** What Ben has to do with while Ana shares her screen. */
const STREAMS = ["receive camera", "receive microphone", "receive screen", "send camera", "send microphone"];
/** Text has few pictures a second: 15, and what a count over about a second adds. */
const MOST_OF_TEXT = 17;

describe("a shared screen", () => {
  let servers: Servers;
  let browser: Browser;
  let sharer: SdkParticipant;
  let watcher: SdkParticipant;

  beforeAll(async () => {
    await buildSdkPage(client);
    servers = await startServers(client);
    browser = await launchChromium("tab");
    const link = makeLink(servers.site.origin, newLinkSecret());
    sharer = await SdkParticipant.open(browser, servers.site.origin, ana.name);
    watcher = await SdkParticipant.open(browser, servers.site.origin, ben.name);
    const camera = { width: 320, height: 180 };
    await sharer.join(client, link, { camera: { ...camera, hue: ana.hue }, tone: 440 });
    await watcher.join(client, link, { camera: { ...camera, hue: ben.hue }, tone: 660 });
    await watcher.untilSees(ana.name, "camera", ({ hue }) => isHue(hue, ana.hue));
    await sharer.untilSees(ben.name, "camera", ({ hue }) => isHue(hue, ben.hue));
  });
  afterAll(async () => {
    await sharer.close();
    await watcher.close();
    await browser.close();
    await servers.close();
  });

  /** Ids of the producers of all shared pictures at the SFU. */
  function screens(): string[] {
    return [...servers.call().participants.values()].flatMap(({ producers }) =>
      [...producers.values()].filter(({ appData }) => appData.stream === SCREEN).map(({ id }) => id),
    );
  }

  /** Shares a picture in one hue, as large as a window, for text. */
  async function shareCanvas(participant: SdkParticipant, hue: number, pitch?: number): Promise<void> {
    await participant.page.evaluate(
      async ([colour, size, sound]) => {
        const { sotto } = window as unknown as SdkWindow;
        const track = sotto.picture({ ...size, hue: colour, framerate: 25 });
        track.contentHint = "text";
        Object.assign(window, { shared: track });
        await sotto.call?.screen?.startTracks(track, sound === undefined ? null : sotto.tone(sound));
      },
      [hue, viewport, pitch] as const,
    );
  }

  async function framesOfCamera(): Promise<number> {
    return (await watcher.look(ana.name))?.frames ?? 0;
  }

  test("of a tab comes in its own size, and its presenter sees what is shared", async () => {
    await sharer.ask((call) => call.screen?.start({ motion: "text", audio: true }));
    await watcher.untilSees(
      ana.name,
      "screen",
      ({ width, height }) => width === viewport.width && height === viewport.height,
    );
    const self = await sharer.ask((call) => {
      const screen = call.state.people.find(({ isSelf }) => isSelf)?.screen;
      return { on: screen?.on, state: screen?.state, track: screen?.track?.readyState };
    });
    expect(self).toEqual({ on: true, state: "live", track: "live" });
  });

  test("switches to another surface without a new stream", async () => {
    const before = screens();
    await shareCanvas(sharer, green);
    await watcher.untilSees(ana.name, "screen", ({ hue }) => isHue(hue, green));
    expect(screens()).toEqual(before);
  });

  test("of text has few pictures a second, at full size", async () => {
    // On a busy machine pictures come in bunches: some second has as many as there are.
    const figures = await watcher.figures(
      (streams) =>
        streams.some(
          ({ source, framerate = 0 }) => source === "screen" && framerate > 0 && framerate <= MOST_OF_TEXT,
        ) &&
        streams.length >= STREAMS.length &&
        streams.every(({ bitrate, epoch = 0 }) => bitrate > 0 && epoch > 0),
    );
    const screen = figures.find(({ source }) => source === "screen");
    expect(screen).toMatchObject({ direction: "receive", codec: "vp8", ...viewport });
    // Every other stream has its figures too.
    const named = figures.map(({ direction, source }) => `${direction} ${source}`).sort();
    expect(named).toEqual(STREAMS);
    for (const { framesRefused } of figures) expect(framesRefused).toBe(0);
  });

  test("stands still while it is paused, and is said to", async () => {
    await sharer.ask((call) => call.screen?.pause(true));
    await until(
      async () => (await watcher.person(ana.name))?.screen.paused === true,
      () => "the pause is told",
    );
    await sharer.page.evaluate((hue) => {
      const { sotto, shared } = window as unknown as SdkWindow & { shared: MediaStreamTrack };
      sotto.paint(shared, hue);
    }, yellow);
    const { frames } = await watcher.untilSees(ana.name, "screen", ({ hue }) => isHue(hue, green));
    await watcher.untilSees(ana.name, "screen", (now) => now.frames > frames && isHue(now.hue, green));
    await sharer.ask((call) => call.screen?.pause(false));
    await watcher.untilSees(ana.name, "screen", ({ hue }) => isHue(hue, yellow));
    expect((await watcher.person(ana.name))?.screen.paused).toBeUndefined();
  });

  test("goes beside another's, which has sound", async () => {
    await shareCanvas(watcher, green, 880);
    await sharer.untilSees(ben.name, "screen", ({ hue }) => isHue(hue, green));
    const { frames } = await watcher.untilSees(ana.name, "screen", ({ hue }) => isHue(hue, yellow));
    await watcher.untilSees(ana.name, "screen", (now) => now.frames > frames);
    expect(screens()).toHaveLength(2);
    await until(
      async () => (await sharer.person(ben.name))?.screenAudio.state === "live",
      () => "its sound comes too",
    );
  });

  test("that is stopped disturbs nothing else, and can begin again", async () => {
    const before = await framesOfCamera();
    await sharer.ask((call) => call.screen?.stop());
    await until(
      async () => (await watcher.person(ana.name))?.screen.on === false,
      () => "the end is told",
    );
    await until(
      () => screens().length === 1,
      () => "its producer is closed",
    );
    await sharer.untilSees(ben.name, "screen", ({ hue }) => isHue(hue, green));
    await until(
      async () => (await framesOfCamera()) > before + 20,
      () => "the camera goes on",
    );
    await shareCanvas(sharer, yellow);
    await watcher.untilSees(ana.name, "screen", ({ hue }) => isHue(hue, yellow));
    expect([...(await sharer.notices()), ...(await watcher.notices())]).toEqual([]);
  });

  test("leaves it to be seen who speaks, and how well all comes through", async () => {
    await until(
      async () => (await watcher.person(ana.name))?.speaking === true,
      () => "Ana is heard to speak",
    );
    await sharer.ask((call) => call.setMicrophoneOn(false));
    await until(
      async () => (await watcher.person(ana.name))?.speaking === false,
      () => "Ana is heard to be silent",
    );
    expect((await watcher.person(ana.name))?.quality).not.toBe("lost");
  });
});
