import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { keepConnections } from "./harness/keepConnections.ts";
import { pressByKeyboard, tabTo } from "./harness/keyboard.ts";
import { newLinkSecret } from "./harness/link.ts";
import { ENGLISH_LOOKS, GERMAN_LOOKS, Looker } from "./harness/looks.ts";
import { type Servers, startServers } from "./harness/servers.ts";
import { atRest, until } from "./harness/until.ts";

const client = inject("client");
const BLUE = [40, 90, 200];
const GREEN = [30, 150, 70];

/** In the page: a screen to share, in one colour; nobody is to be asked for a camera or a microphone. */
function fakeScreen(colour: readonly number[]): void {
  Object.assign(window, { asked: 0 });
  navigator.mediaDevices.getUserMedia = () => {
    (window as unknown as { asked: number }).asked += 1;
    return Promise.reject(new DOMException("no", "NotAllowedError"));
  };
  navigator.mediaDevices.getDisplayMedia = () => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: 1280, height: 720 });
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("no canvas");
    let step = 0;
    setInterval(() => {
      context.fillStyle = `rgb(${colour.join(" ")})`;
      context.fillRect(0, 0, 1280, 720);
      context.fillStyle = "#fff";
      context.fillRect((step += 8) % 1200, 20, 40, 40);
    }, 100);
    const stream = canvas.captureStream(10);
    Object.assign(window, { sharedScreen: stream });
    return Promise.resolve(stream);
  };
}

describe("a session about a shared screen", () => {
  let servers: Servers;
  let browser: Browser;
  let presenter: Page;
  let first: Page;
  let second: Page;
  let link: string;
  let looker: Looker;

  beforeAll(async () => {
    servers = await startServers(client);
    browser = await launchChromium();
    looker = await Looker.open();
  });
  afterAll(async () => {
    await browser.close();
    await servers.close();
  });

  async function open(address: string, colour: readonly number[], locale = "en-GB"): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1120, height: 700 }, locale });
    await context.addInitScript(keepConnections);
    await context.addInitScript(fakeScreen, colour);
    const page = await context.newPage();
    await page.goto(address);
    return page;
  }

  const look = (page: Page, screen: string, testId: string) =>
    looker.look(page, screen, testId, ENGLISH_LOOKS);

  /** What a page that waits in vain shows. */
  async function shown(): Promise<string> {
    const texts = [presenter, first, second].map((page) =>
      page.evaluate(() => document.body.innerText.replaceAll(/\s+/g, " ")),
    );
    return (await Promise.all(texts)).join(" | ");
  }

  async function untilSees(page: Page, colour: readonly number[]): Promise<void> {
    let seen: number[] = [];
    await until(
      async () => {
        seen = await page.evaluate(() => {
          const video = document.querySelector<HTMLVideoElement>('[data-testid="share-video"]');
          const context = document.createElement("canvas").getContext("2d");
          if (video === null || context === null || video.videoWidth === 0) return [];
          context.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 1, 1, 0, 0, 1, 1);
          return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3), video.videoWidth];
        });
        return colour.every((value, at) => Math.abs(value - (seen[at] ?? -99)) < 30);
      },
      () => `the picture in its colour (last: ${seen.join(" ")})`,
    ).catch(async (error: unknown) => {
      throw new Error(`${String(error)}; on screen: ${await shown()}`);
    });
    // As many pixels as the screen has.
    expect(seen.at(-1)).toBe(1280);
  }

  const sending = (page: Page) =>
    page.evaluate(
      () =>
        (window as unknown as { connections: RTCPeerConnection[] }).connections.flatMap((connection) =>
          connection.getSenders().filter(({ track }) => track !== null),
        ).length,
    );

  test("begins with one click, and viewers see it with none, unasked for anything", async () => {
    presenter = await open(`${servers.site.origin}/`, BLUE);
    await pressByKeyboard(presenter, "start-share");
    await presenter.getByTestId("presenter").waitFor();
    link = (await presenter.getByTestId("viewer-link").innerText()).trim();
    expect(link).toMatch(/#\/w\/[\w-]{43}$/);
    // Covered: no hall of mirrors.
    expect(await presenter.locator("video").count()).toBe(0);

    [first, second] = await Promise.all([open(link, GREEN), open(link, GREEN)]);
    await Promise.all([untilSees(first, BLUE), untilSees(second, BLUE)]);
    for (const page of [first, second]) {
      expect(await page.evaluate(() => (window as unknown as { asked: number }).asked)).toBe(0);
      expect(await sending(page)).toBe(0);
    }
    const sent = [...servers.call().participants.values()].map(({ producers }) => producers.size).sort();
    expect(sent).toEqual([0, 0, 1]);
    await presenter.locator('[data-testid="watching"][data-count="2"]').waitFor();
    expect(await presenter.getByTestId("audience").innerText()).toBe("Seen by Guest and Guest.");
    await look(presenter, "session-presenting", "presenter");
    await look(first, "session-watching", "share-tools");
  });

  test("has what viewers draw and point at on all screens, until the presenter stops it", async () => {
    await first.getByTestId("tool-draw").click();
    const box = await atRest(() => first.getByTestId("marks").boundingBox());
    if (box === null) throw new Error("no picture");
    await first.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.2);
    await first.mouse.down();
    await first.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.5, { steps: 12 });
    await first.mouse.up();
    let points: string | null = null;
    await until(
      async () => {
        points = await second.getByTestId("mark-line").getAttribute("points");
        return /^200,200 .*400,500$/.test(points ?? "");
      },
      () => `the whole line is there (last: ${points})`,
    );
    await presenter.getByTestId("presenter-preview").click();
    await presenter.getByTestId("mark-line").waitFor();
    await second.getByTestId("tool-point").click();
    await second.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
    await first.locator('[data-testid="mark-pointer"][data-name="Guest"]').waitFor();

    await presenter.getByTestId("tool-wipe").click();
    await first.getByTestId("mark-line").waitFor({ state: "detached" });

    await presenter.getByTestId("session-people").click();
    await look(presenter, "session-settings", "marks-switch");
    await presenter.getByTestId("marks-switch").click();
    await first.getByTestId("tool-draw").waitFor({ state: "detached" });
    await presenter.keyboard.press("Escape");
  });

  test("is zoomed and moved by keyboard, and taken out into a window of its own", async () => {
    const left = async () => (await first.getByTestId("share-picture").boundingBox())?.x ?? NaN;
    await tabTo(first, "share-view");
    await first.keyboard.press("+");
    await first.keyboard.press("+");
    await first.locator('[data-testid="share-view"][data-zoomed="true"]').waitFor();
    const before = await left();
    await first.keyboard.press("ArrowRight");
    await until(
      async () => (await left()) < before,
      () => "the picture has moved",
    );
    await pressByKeyboard(first, "zoom-fit");
    await first.locator('[data-testid="share-view"][data-zoomed="false"]').waitFor();

    const opening = first.context().waitForEvent("page");
    await pressByKeyboard(first, "share-pop-out");
    const own = await opening;
    await own.getByTestId("own-window-video").waitFor();
    await own.waitForFunction(() => (document.querySelector("video")?.videoWidth ?? 0) === 1280);
    await first.getByTestId("pop-back").click();
    await untilSees(first, BLUE);
  });

  test("is paused for all, and goes on", async () => {
    await pressByKeyboard(presenter, "presenter-pause");
    await Promise.all([first, second].map((page) => page.getByTestId("share-paused").waitFor()));
    await pressByKeyboard(presenter, "presenter-pause");
    await first.getByTestId("share-paused").waitFor({ state: "detached" });
  });

  test("is handed to a viewer who asks, and told by name", async () => {
    await second.getByTestId("session-people").click();
    await second.getByTestId("session-name").fill("Ben");
    await second.getByTestId("session-use-name").click();
    await untilSees(second, BLUE);
    await pressByKeyboard(second, "session-ask");
    await presenter.locator('[data-testid="asks"][data-name="Ben"]').waitFor();
    await look(presenter, "session-asking", "asks");
    await pressByKeyboard(presenter, "hand-over");
    await look(second, "session-granted", "granted");
    await pressByKeyboard(second, "session-start");
    await Promise.all([untilSees(first, GREEN), untilSees(presenter, GREEN)]);
    await presenter.getByTestId("presenter").waitFor({ state: "detached" });
    await second.getByTestId("presenter").waitFor();
    expect(await sending(first)).toBe(0);
  });

  test("is shared again by who handed it over, beside whom it was handed to", async () => {
    await presenter.keyboard.press("s");
    await first.waitForFunction(
      () => [...document.querySelectorAll("video")].filter(({ videoWidth }) => videoWidth > 0).length === 2,
    );
    await presenter.getByTestId("presenter").waitFor();
    await presenter.keyboard.press("s");
    await presenter.getByTestId("presenter").waitFor({ state: "detached" });
    await untilSees(first, GREEN);
  });

  test("stops with the browser's own bar, and a presenter who was loaded anew can go on", async () => {
    await second.evaluate(() => {
      for (const track of (window as unknown as { sharedScreen: MediaStream }).sharedScreen.getTracks()) {
        track.stop();
        track.dispatchEvent(new Event("ended"));
      }
    });
    await first.getByTestId("session-idle").waitFor();
    await presenter.keyboard.press("s");
    await untilSees(first, BLUE);
    presenter.on("dialog", (dialog) => void dialog.accept());
    await presenter.reload();
    await first.getByTestId("session-idle").waitFor();
    await presenter.locator('[data-resumed="true"]').waitFor();
    await look(presenter, "session-resume", "session-start");
    await pressByKeyboard(presenter, "session-start");
    await untilSees(first, BLUE);
    await pressByKeyboard(presenter, "presenter-stop");
    await first.getByTestId("session-idle").waitFor();
    await look(first, "session-idle", "session-idle");
  });

  test("ends for everybody", async () => {
    await presenter.getByTestId("session-end").click();
    await look(presenter, "session-end", "end-for-all");
    await presenter.getByTestId("end-for-all").click();
    await first.locator('[data-testid="ending"][data-code="call/ended"]').waitFor();
    await second.locator('[data-testid="ending"][data-code="call/ended"]').waitFor();
    await presenter.locator('[data-testid="ending"][data-code="call/left"]').waitFor();
    await look(first, "session-ended", "ending");
  });

  test("waits for whoever presents, with its password, and makes no viewer a host", async () => {
    const narrow = (page: Page, screen: string, testId: string) =>
      looker.look(page, screen, testId, GERMAN_LOOKS);
    const enter = async (page: Page, password: string) => {
      await page.getByTestId("session-password-input").fill(password);
      await page.keyboard.press("Enter");
    };
    // Begun like this, and found by who has the link alone.
    const starter = await open(`${servers.site.origin}/`, BLUE, "de-DE");
    await starter.getByTestId("with-session-password").click();
    await starter.getByTestId("new-session-password").fill("tulip");
    await pressByKeyboard(starter, "start-share");
    await starter.getByTestId("viewer-password").waitFor();
    expect(await starter.getByTestId("viewer-link").innerText()).toMatch(/#\/wp\/[\w-]{43}$/);
    await narrow(starter, "session-presenting", "viewer-password");

    const room = makeLink(servers.site.origin, newLinkSecret());
    const viewer = await open(room.replace("#/r/", "#/wp/"), GREEN, "de-DE");
    await narrow(viewer, "session-password", "session-password-input");
    await enter(viewer, "rose");
    await viewer.locator('[data-testid="joining"][data-lobby="empty"]').waitFor();
    await narrow(viewer, "session-waiting", "session-other-password");
    await viewer.getByTestId("session-other-password").click();
    await enter(viewer, "tulip");
    await viewer.locator('[data-testid="joining"][data-lobby="empty"]').waitFor();

    await starter.goto(room.replace("#/r/", "#/sp/"));
    await enter(starter, "tulip");
    await narrow(starter, "session-ready", "session-start");
    await starter.getByTestId("session-start").click();
    await untilSees(viewer, BLUE);
    await narrow(viewer, "session-watching", "share-tools");
    await starter.getByTestId("session-end").waitFor();
    await starter.close();
    // The group is the viewer's now, and still nothing that only presenters do is theirs.
    await viewer.getByTestId("session-idle").waitFor();
    await viewer.locator('[data-testid="watching"][data-count="1"]').waitFor();
    expect(await viewer.getByTestId("session-share").count()).toBe(0);
    await viewer.getByTestId("session-leave").click();
    await narrow(viewer, "session-left", "ending");
    expect(looker.wrong).toEqual({});
  });
});
