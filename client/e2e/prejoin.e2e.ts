import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromiumWithWebGl } from "./harness/browser.ts";
import { installFakeDevices } from "./harness/fakeDevices.ts";
import { newLinkSecret } from "./harness/link.ts";
import { Participant } from "./harness/participant.ts";
import { type Servers, startServers } from "./harness/servers.ts";
import { until } from "./harness/until.ts";

const ana = { name: "Ana", hue: 0, tone: 440 };
const ben = { name: "Ben", hue: 120, tone: 660 };
/** Of what the camera on the back of a phone sees. */
const BACK_HUE = 240;

/** Runs in the page, over its fake devices: a phone, whose camera on the back sees something else. */
function installPhone(backHue: number): void {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) return;
  const front = devices.getUserMedia.bind(devices);
  devices.enumerateDevices = () =>
    Promise.resolve(
      ["front", "back"].map((label) => {
        const device = { deviceId: label, groupId: label, kind: "videoinput" as const, label };
        return { ...device, toJSON: () => device };
      }),
    );
  devices.getUserMedia = async (constraints = {}) => {
    const { video } = constraints;
    const facing =
      typeof video === "object" ? (video.facingMode as ConstrainDOMStringParameters | undefined) : undefined;
    const isBack = facing?.ideal === "environment";
    const given = await front(isBack ? { ...constraints, video: false } : constraints);
    if (isBack) {
      const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 240 });
      const context = canvas.getContext("2d");
      if (context === null) throw new Error("no canvas");
      setInterval(() => {
        context.fillStyle = `hsl(${backHue} 80% 50%)`;
        context.fillRect(0, 0, 320, 240);
      }, 66);
      given.addTrack(canvas.captureStream(15).getVideoTracks()[0] as MediaStreamTrack);
    }
    for (const track of given.getVideoTracks()) {
      const settings = track.getSettings.bind(track);
      track.getSettings = () => ({ ...settings(), facingMode: isBack ? "environment" : "user" });
    }
    return given;
  };
}

/** Runs in the page: it takes the browser a while to say which devices there are. */
function installSlowDevices(): void {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) return;
  const enumerate = devices.enumerateDevices.bind(devices);
  const told = new Promise<void>((resolve) => Object.assign(window, { tellDevices: resolve }));
  devices.enumerateDevices = async () => {
    await told;
    return await enumerate();
  };
}

/** Runs in the page: a colour of a playing picture, at a place from 0 to 1. */
function colourAt({
  testId,
  x,
  y,
}: {
  readonly testId: string;
  readonly x: number;
  readonly y: number;
}): number[] {
  const video = document.querySelector<HTMLVideoElement>(`[data-testid="${testId}"]`);
  if (video === null || video.videoWidth === 0) return [];
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("no canvas");
  context.drawImage(video, x * video.videoWidth, y * video.videoHeight, 1, 1, 0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data.subarray(0, 3)];
}

/** Waits until a picture has a colour, red, green and blue from 0 to 255, at a place from 0 to 1. */
async function untilColoured(
  page: Page,
  place: { readonly testId: string; readonly x: number; readonly y: number },
  isIt: (red: number, green: number, blue: number) => boolean,
): Promise<void> {
  let seen: number[] = [];
  await until(
    async () => {
      seen = await page.evaluate(colourAt, place);
      const [red, green, blue] = seen;
      return red !== undefined && green !== undefined && blue !== undefined && isIt(red, green, blue);
    },
    () => `${place.testId} in its colour (last: ${seen.join(" ")})`,
  );
}

/** Runs in the page: whether a recording can be played. */
function canPlay(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const video = document.createElement("video");
    video.onloadedmetadata = () => resolve(true);
    video.onerror = () => resolve(false);
    video.src = url;
  });
}

/** Gives the browser's file dialogue a file as one's own background. */
async function chooseBackground(page: Page, buffer: Buffer): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByTestId("background-file").click(),
  ]);
  await chooser.setFiles({ name: "beach.png", mimeType: "image/png", buffer });
}

/** Runs in the page: the strongest pitch in what a video plays, Hz; 0 in silence. */
async function pitchOf(testId: string): Promise<number> {
  const video = document.querySelector<HTMLVideoElement>(`[data-testid="${testId}"]`);
  if (video === null) return 0;
  const audio = new AudioContext();
  await audio.resume();
  const analyser = new AnalyserNode(audio, { fftSize: 8192 });
  audio.createMediaElementSource(video).connect(analyser);
  video.currentTime = 0;
  await video.play();
  const spectrum = new Float32Array(analyser.frequencyBinCount);
  let loudest = -Infinity;
  // As long as it plays: a recording may begin with silence.
  while (loudest < -60 && !video.ended) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    analyser.getFloatFrequencyData(spectrum);
    loudest = Math.max(...spectrum);
  }
  return loudest < -60 ? 0 : (spectrum.indexOf(loudest) * audio.sampleRate) / analyser.fftSize;
}

/** A picture of one colour, as a file. */
async function makePicture(page: Page, colour: string): Promise<Buffer> {
  const base64 = await page.evaluate((fill) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("no canvas");
    context.fillStyle = fill;
    context.fillRect(0, 0, 640, 360);
    return canvas.toDataURL("image/png").split(",")[1] ?? "";
  }, colour);
  return Buffer.from(base64, "base64");
}

describe("before a call", () => {
  let servers: Servers;
  let browser: Browser;
  const link = () => makeLink(servers.site.origin, newLinkSecret());

  beforeAll(async () => {
    servers = await startServers(inject("client"));
    browser = await launchChromiumWithWebGl();
  });
  afterAll(async () => {
    await browser.close();
    await servers.close();
  });

  async function open(): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1120, height: 700 }, locale: "en-GB" });
    await context.addInitScript(installFakeDevices, ana);
    const page = await context.newPage();
    await page.goto(link());
    await page.getByTestId("preview-video").waitFor();
    return page;
  }

  test("one sees and hears oneself as others will, and nothing of it stays", async () => {
    const page = await open();
    await page.getByTestId("open-self-test").click();
    await page.getByTestId("self-test-record").click();
    await page.locator('[data-testid="self-test-step"][data-step="recorded"]').waitFor();
    const middle = { testId: "self-test-video", x: 0.5, y: 0.5 };
    await untilColoured(page, middle, (red, green) => red > 150 && green < 110);
    expect(Math.abs((await page.evaluate(pitchOf, "self-test-video")) - ana.tone)).toBeLessThan(15);
    const url = (await page.getByTestId("self-test-video").getAttribute("src")) ?? "";
    expect(await page.evaluate(canPlay, url)).toBe(true);
    await page.getByTestId("self-test-delete").click();
    await page.getByTestId("self-test-video").waitFor({ state: "detached" });
    expect(await page.evaluate(canPlay, url)).toBe(false);
    await page.context().close();
  });

  test("a picture of one's own stands behind one, stays on the device, and can be taken away", async () => {
    const page = await open();
    const corner = { testId: "background-preview", x: 0.02, y: 0.5 };
    const isBehind = () => untilColoured(page, corner, (red, _, blue) => blue > 180 && red < 60);
    await page.getByTestId("open-background").click();
    await chooseBackground(page, await makePicture(page, "rgb(10 20 240)"));
    await page.locator('[data-testid="background-own"][data-selected="true"]').waitFor();
    await isBehind();
    await page.reload();
    await page.getByTestId("open-background").click();
    await page.locator('[data-testid="background-own"][data-selected="true"]').waitFor();
    await isBehind();
    await page.getByTestId("background-forget").click();
    await page.getByTestId("background-own").waitFor({ state: "detached" });
    await page.locator('[data-testid="background-blur"][data-selected="true"]').waitFor();
    await page.context().close();
  });

  test("a file that is no picture is refused, and nothing changes", async () => {
    const page = await open();
    await page.getByTestId("open-background").click();
    await chooseBackground(page, Buffer.from("no picture"));
    await page.getByText("This is not a picture").waitFor();
    expect(await page.getByTestId("background-own").count()).toBe(0);
    expect(await page.locator('[data-testid="background-none"][data-selected="true"]').count()).toBe(1);
    await page.context().close();
  });

  test("a phone's camera is turned round, here and in the call, and only the front is a mirror", async () => {
    const first = await Participant.open(browser, ana.name, ana);
    await first.page.context().addInitScript(installPhone, BACK_HUE);
    const second = await Participant.open(browser, ben.name, ben);
    const { page } = first;
    const isMirrored = () =>
      page.getByTestId("preview-video").evaluate((video) => getComputedStyle(video).transform !== "none");
    const room = link();
    await page.goto(room);
    await page.getByTestId("preview-video").waitFor();
    expect(await isMirrored()).toBe(true);
    await page.getByTestId("switch-camera").click();
    const middle = { testId: "preview-video", x: 0.5, y: 0.5 };
    await untilColoured(page, middle, (red, _, blue) => blue > 150 && red < 90);
    expect(await isMirrored()).toBe(false);
    await first.fillIn();
    await second.join(room);
    await second.untilSees(ana.name, BACK_HUE);
    await page.getByTestId("more-button").click();
    await page.getByTestId("more-switch-camera").click();
    await second.untilSees(ana.name, ana.hue);
    await first.close();
    await second.close();
  });

  test("who joins before the browser has named its devices is seen and heard nevertheless", async () => {
    const first = await Participant.open(browser, ana.name, ana, installSlowDevices);
    const second = await Participant.open(browser, ben.name, ben);
    const room = link();
    await first.join(room);
    await first.page.evaluate(() => (window as unknown as { tellDevices: () => void }).tellDevices());
    await second.join(room);
    await second.untilSees(ana.name, ana.hue);
    await second.untilHears([ana.tone]);
    await first.close();
    await second.close();
  });
});
