import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { launchChromiumAsShipped, launchChromiumOn } from "./harness/browser.ts";
import { keepConnections } from "./harness/keepConnections.ts";
import { type Host, Lab, SERVER_ADDRESS } from "./harness/lab.ts";
import { whyNotHere } from "./harness/privateNetwork.ts";
import { listenToSounds } from "./harness/senses.ts";
import { type Servers, startServers } from "./harness/servers.ts";
import { until } from "./harness/until.ts";

const client = inject("client");
const TONE = 440;
const WIDTH = 1280;

/** In the page: a screen to share, with something that moves and a tone; nobody is to be asked for anything else. */
function fakeScreen({ width, tone }: { readonly width: number; readonly tone: number }): void {
  navigator.mediaDevices.getDisplayMedia = () => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width, height: (width * 9) / 16 });
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("no canvas");
    // Of noise that never comes twice in the same place an encoder has to send much.
    const noise = context.createImageData(width, canvas.height);
    for (let at = 0; at < noise.data.length; at += 65_536) {
      crypto.getRandomValues(noise.data.subarray(at, Math.min(at + 65_536, noise.data.length)));
    }
    setInterval(() => {
      context.fillStyle = "rgb(40 90 200)";
      context.fillRect(0, 0, canvas.width, canvas.height);
      const [x, y] = [Math.random() * (width - 240), Math.random() * (canvas.height - 180)];
      context.putImageData(noise, 100 - x, 100 - y, x, y, 240, 180);
    }, 100);
    const audio = new AudioContext();
    const oscillator = new OscillatorNode(audio, { frequency: tone });
    const sound = audio.createMediaStreamDestination();
    oscillator.connect(sound);
    oscillator.start();
    return Promise.resolve(
      new MediaStream([...canvas.captureStream(10).getTracks(), ...sound.stream.getTracks()]),
    );
  };
}

/** In the page: pictures of the shared screen that were drawn so far, and how wide the last one was. */
function drawn(): { readonly pictures: number; readonly width: number } {
  const video = document.querySelector<HTMLVideoElement>('[data-testid="share-video"]');
  return {
    pictures: video?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
    width: video?.videoWidth ?? 0,
  };
}

/** Waits until that many more pictures have been drawn. @returns how long it took, ms */
async function pictures(page: Page, count: number): Promise<number> {
  const began = performance.now();
  const before = (await page.evaluate(drawn)).pictures;
  await until(
    async () => (await page.evaluate(drawn)).pictures >= before + count,
    () => `${count} more pictures`,
  );
  return performance.now() - began;
}

/** In the page: how many key frames the presenter has encoded. */
async function keyFrames(): Promise<number> {
  const { connections } = window as unknown as { connections: RTCPeerConnection[] };
  let count = 0;
  for (const connection of connections) {
    for (const stats of (await connection.getStats()).values() as Iterable<{
      type: string;
      keyFramesEncoded?: number;
    }>) {
      if (stats.type === "outbound-rtp") count += stats.keyFramesEncoded ?? 0;
    }
  }
  return count;
}

/** In the page: tells the test what the browser does not play. */
function tellWhatIsHeld(): void {
  const play: () => Promise<void> = Reflect.get(HTMLMediaElement.prototype, "play");
  const { tell } = window as unknown as { tell: (what: string) => void };
  HTMLMediaElement.prototype.play = async function (this: HTMLMediaElement) {
    try {
      await play.call(this);
    } catch (error) {
      tell(`${this.tagName} ${error instanceof DOMException ? error.name : ""}`);
      throw error;
    }
  };
}

async function open(browser: Browser, address: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1120, height: 700 }, locale: "en-GB" });
  await context.addInitScript(keepConnections);
  await context.addInitScript(fakeScreen, { width: WIDTH, tone: TONE });
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

/** Shares a screen. @returns the presenter's page, and the link for viewers */
async function present(browser: Browser, servers: Servers): Promise<{ presenter: Page; link: string }> {
  const presenter = await open(browser, `${servers.site.origin}/`);
  await presenter.getByTestId("start-share").click();
  await presenter.getByTestId("presenter").waitFor();
  return { presenter, link: (await presenter.getByTestId("viewer-link").innerText()).trim() };
}

describe("a viewer whose browser plays no sound unasked", () => {
  let servers: Servers;
  let browser: Browser;

  beforeAll(async () => {
    servers = await startServers(client);
    browser = await launchChromiumAsShipped();
  });
  afterAll(async () => {
    await browser.close();
    await servers.close();
  });

  test("sees the screen at once, and hears it after a tap", async () => {
    const { link } = await present(browser, servers);
    const context = await browser.newContext({ locale: "en-GB" });
    const held: string[] = [];
    await context.exposeFunction("tell", (what: string) => void held.push(what));
    await context.addInitScript(tellWhatIsHeld);
    const viewer = await context.newPage();
    await viewer.goto(link);
    // To ask the page anything counts as a click there: it has to tell by itself.
    await until(
      () => held.length > 0,
      () => "sound is held back",
    );
    expect(held).toEqual(["AUDIO NotAllowedError"]);
    await pictures(viewer, 5);
    const paused = () =>
      viewer.getByTestId("share-sound").evaluate((sound) => (sound as HTMLAudioElement).paused);
    await viewer.getByTestId("tap-for-sound").waitFor();
    expect(await paused()).toBe(true);
    await viewer.getByTestId("tap-for-sound").click();
    await viewer.getByTestId("tap-for-sound").waitFor({ state: "detached" });
    expect(await paused()).toBe(false);
    let heard: number[] = [];
    await until(
      async () => {
        heard = await viewer.evaluate(listenToSounds);
        return heard.some((pitch) => Math.abs(pitch - TONE) < 15);
      },
      () => `the tone (last: ${heard.join(", ")} Hz)`,
    );
  });
});

const notRun = whyNotHere();

describe.skipIf(notRun !== undefined)("a viewer over a bad network", () => {
  let lab: Lab;
  let bad: Host;
  let servers: Servers;
  let browsers: Browser[] = [];

  beforeAll(async () => {
    lab = await Lab.open();
    const good = await lab.host(11);
    bad = await lab.host(12);
    servers = await startServers(client, { host: SERVER_ADDRESS, rtcHost: SERVER_ADDRESS });
    const ports = [client.sitePort, client.keyserverPort, client.sfuPort];
    for (const host of [good, bad]) await host.forward("127.0.0.1", SERVER_ADDRESS, ports);
    browsers = [await launchChromiumOn(good), await launchChromiumOn(bad)];
  });
  afterEach(() => bad.unblock());
  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await servers.close();
    await lab.close();
  });

  test("sees the screen too, and lowers nobody else's picture", async () => {
    const [near, far] = browsers as [Browser, Browser];
    const { presenter, link } = await present(near, servers);
    const viewer = await open(near, link);
    await pictures(viewer, 10);
    // Two to three times as much is sent.
    await bad.block("meta l4proto udp limit rate over 125 kbytes/second");
    const loser = await open(far, link);
    await pictures(loser, 5);
    const before = await presenter.evaluate(keyFrames);
    await pictures(viewer, 50);
    expect((await viewer.evaluate(drawn)).width).toBe(WIDTH);
    // Each would cost all viewers a page of bits.
    expect((await presenter.evaluate(keyFrames)) - before).toBeLessThan(5);
    await pictures(loser, 5);
  });
});
