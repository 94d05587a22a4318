import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { newLinkSecret } from "./harness/link.ts";
import { Participant, until } from "./harness/participant.ts";
import { type Servers, startServers } from "./harness/servers.ts";

const client = inject("client");
const ana = { name: "Ana", hue: 0, tone: 440 };
const ben = { name: "Ben", hue: 120, tone: 660 };
/** The middle of the shared screen. */
const SCREEN = [40, 90, 200] as const;

/** In the page: a screen to share, in one colour, that a test can end as the browser's own bar does. */
function fakeScreen(): void {
  navigator.mediaDevices.getDisplayMedia = () => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: 1280, height: 720 });
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("no canvas");
    let step = 0;
    setInterval(() => {
      context.fillStyle = "rgb(40 90 200)";
      context.fillRect(0, 0, 1280, 720);
      context.fillStyle = "#fff";
      context.fillRect((step += 8) % 1200, 20, 40, 40);
    }, 100);
    const stream = canvas.captureStream(10);
    Object.assign(window, { sharedScreen: stream });
    return Promise.resolve(stream);
  };
}

describe("a call of two", () => {
  let servers: Servers;
  let browser: Browser;
  let first: Participant;
  let second: Participant;

  beforeAll(async () => {
    servers = await startServers(client);
    browser = await launchChromium();
    const link = makeLink(servers.site.origin, newLinkSecret());
    first = await Participant.open(browser, ana.name, ana, fakeScreen);
    second = await Participant.open(browser, ben.name, ben);
    await first.join(link);
    await second.join(link);
    await second.untilSees(ana.name, ana.hue);
  });
  afterAll(async () => {
    await first.close();
    await second.close();
    await browser.close();
    await servers.close();
  });

  test("shows a shared screen to the other, paused when paused, and ends with the browser's own bar", async () => {
    await first.page.keyboard.press("d");
    await first.page.getByTestId("presenter").waitFor();
    const share = second.page.locator('[data-testid="share"][data-name="Ana"][data-large="true"]');
    await share.locator("video").waitFor();
    await until(
      async () => {
        const colour = await share.locator("video").evaluate((video: HTMLVideoElement) => {
          const context = document.createElement("canvas").getContext("2d");
          if (context === null || video.videoWidth === 0) return [0, 0, 0];
          context.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 1, 1, 0, 0, 1, 1);
          return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
        });
        return SCREEN.every((value, at) => Math.abs(value - (colour[at] ?? 0)) < 30);
      },
      () => "Ben sees Ana's screen",
    );
    await first.page.getByTestId("presenter-pause").click();
    await second.page.getByTestId("share-paused").waitFor();
    await first.page.evaluate(() => {
      const { sharedScreen } = window as unknown as { sharedScreen: MediaStream };
      for (const track of sharedScreen.getTracks()) {
        track.stop();
        track.dispatchEvent(new Event("ended"));
      }
    });
    await share.waitFor({ state: "detached" });
    await first.page.getByTestId("presenter").waitFor({ state: "detached" });
    expect(await first.page.getByTestId("share-toggle").getAttribute("aria-pressed")).toBe("false");
  });

  test("lets somebody be heard while the space bar is held, and not after", async () => {
    await second.untilHears([ana.tone]);
    await first.page.keyboard.press("m");
    await second.untilHears([]);
    await first.page.keyboard.down(" ");
    await second.untilHears([ana.tone]);
    await first.page.keyboard.up(" ");
    await second.untilHears([]);
  });

  test("is told apart by its figures", async () => {
    await second.page.keyboard.press("t");
    const camera = second.page.locator(
      '[data-testid="stats-person"][data-name="Ana"] [data-testid="stats-row"][data-source="camera"]',
    );
    await camera.waitFor();
    await until(
      async () => /bit\/s.*320 × 240.*vp8/s.test(await camera.innerText()),
      () => "the size of Ana's picture",
    );
    await second.page.keyboard.press("Escape");
  });
});
