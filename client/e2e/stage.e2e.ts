import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type * as Axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { launchChromium } from "./harness/browser.ts";
import { serveSite, type Site } from "./harness/site.ts";
import { buildStagePage, openStage, type StageOptions } from "./harness/stagePage.ts";
import { atRest, until } from "./harness/until.ts";

const client = inject("client");

/** What is where on the stage: by name, with the corner of its box. */
type Places = Record<string, { x: number; y: number; width: number }>;

describe("the screen of a call", () => {
  let browser: Browser;
  let site: Site;
  const pages: Page[] = [];

  beforeAll(async () => {
    await buildStagePage(client.folder);
    site = await serveSite(client.folder, client.sitePort);
    browser = await launchChromium();
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  async function open(people: number, options: Omit<StageOptions, "people"> = {}): Promise<Page> {
    const page = await openStage(browser, site.origin, {
      people,
      context: { reducedMotion: "reduce" },
      ...options,
    });
    pages.push(page);
    return page;
  }

  const places = (page: Page): Promise<Places> =>
    page.getByTestId("tile").evaluateAll((tiles) =>
      Object.fromEntries(
        tiles.map((tile) => {
          const { x, y, width } = tile.getBoundingClientRect();
          return [tile.getAttribute("data-name") ?? "", { x, y, width }];
        }),
      ),
    );
  const placesAtRest = (page: Page) => atRest(() => places(page));
  const untilTiles = (page: Page, count: number) =>
    until(
      async () => (await page.getByTestId("tile").count()) === count,
      () => `${count} tiles`,
    );
  const layout = (page: Page) => page.getByTestId("tiles").getAttribute("data-layout");
  const tile = (page: Page, name: string) => page.locator(`[data-testid="tile"][data-name="${name}"]`);

  test("makes somebody large by double click, button, key and layout, and remembers the layout", async () => {
    const page = await open(4);
    expect(await layout(page)).toBe("grid");
    await tile(page, "Ana").dblclick();
    expect(await tile(page, "Ana").getAttribute("data-large")).toBe("true");
    await tile(page, "Ana").dblclick();
    expect(await layout(page)).toBe("grid");

    await tile(page, "Ben Okafor").getByTestId("pin").focus();
    await page.keyboard.press("Enter");
    expect(await tile(page, "Ben Okafor").getByTestId("pin").getAttribute("aria-pressed")).toBe("true");
    await page.keyboard.press("1");
    expect(await tile(page, "Ana").getAttribute("data-large")).toBe("true");
    await page.keyboard.press("1");

    await page.keyboard.press("w");
    expect(await layout(page)).toBe("focus");
    await page.evaluate(() => window.stage.change("Chiara Lombardi", { speaking: true }));
    await tile(page, "Chiara Lombardi").and(page.locator('[data-large="true"]')).waitFor();
    await page.evaluate(() => window.stage.change("Chiara Lombardi", { speaking: false }));
    await page.evaluate(() => window.stage.change("Ben Okafor", { speaking: true }));
    await tile(page, "Ben Okafor").and(page.locator('[data-large="true"]')).waitFor();

    await page.reload();
    await page.getByTestId("join-button").click();
    await page.locator('[data-testid="tiles"][data-layout="focus"]').waitFor();
  });

  test("moves no tile while all fit, and exchanges two when they do not", async () => {
    const page = await open(9);
    await page.getByTestId("tile").nth(8).waitFor();
    const before = await placesAtRest(page);
    await page.evaluate(() => {
      window.stage.change("Hana", { speaking: true });
      window.stage.change("Ana", { quality: "poor" });
      window.stage.change("Dmitri", { microphone: { on: false, state: "none" } });
    });
    await page.locator('[data-name="Hana"][data-speaking="true"]').waitFor();
    expect(await places(page)).toEqual(before);

    await page.evaluate(() => window.stage.crowd(30));
    await page.getByTestId("page").waitFor();
    await untilTiles(page, 25);
    const crowded = await placesAtRest(page);
    await page.evaluate(() => window.stage.change("Zoë", { speaking: true }));
    await tile(page, "Zoë").waitFor();
    const after = await placesAtRest(page);
    const gone = Object.keys(crowded).filter((name) => !(name in after));
    expect(gone).toHaveLength(1);
    expect(after["Zoë"]).toEqual(crowded[gone[0] ?? ""]);
    for (const [name, place] of Object.entries(crowded))
      if (!gone.includes(name)) expect(after[name], name).toEqual(place);

    // What is on another page is not received.
    const cameras = () =>
      page.evaluate(
        () =>
          [...window.stage.call.shown].filter(([id, size]) => id.startsWith("camera") && size !== null)
            .length,
      );
    await until(
      async () => (await cameras()) === 25,
      () => "25 cameras are received",
    );
    await page.getByTestId("next-page").click();
    await tile(page, gone[0] ?? "").waitFor();
    await untilTiles(page, 5);
  });

  test("shows a share large, zooms and moves it, and everything is back when it ends", async () => {
    const page = await open(4);
    await page.evaluate(() => window.stage.share("Ana", true));
    const share = page.getByTestId("share");
    await share.locator("video").waitFor();
    expect(await share.getAttribute("data-large")).toBe("true");
    const percent = async () => Number(await page.getByTestId("zoom-percent").getAttribute("data-percent"));
    const box = () =>
      page.getByTestId("share-picture").evaluate((el) => el.getBoundingClientRect().toJSON() as DOMRect);
    await until(
      async () => (await percent()) < 50,
      () => "the picture of 2560 pixels is fitted",
    );
    const fitted = await atRest(percent);

    await share.hover();
    await page.mouse.wheel(0, -600);
    await until(
      async () => (await percent()) > fitted * 1.5,
      () => "the wheel zooms in",
    );
    const before = await atRest(box);
    await page.mouse.down();
    await page.mouse.move(400, 300, { steps: 4 });
    await page.mouse.up();
    let moved = before;
    await until(
      async () => Math.hypot((moved = await box()).x - before.x, moved.y - before.y) > 20,
      () => "the picture moves with the pointer",
    );
    expect(moved.width).toBeCloseTo(before.width);

    await page.getByTestId("zoom-actual").click();
    await until(
      async () => (await percent()) === 100,
      () => "its own size",
    );
    await page.getByTestId("zoom-fit").click();
    await until(
      async () => (await percent()) === fitted,
      () => "the picture is fitted again",
    );

    // A second one comes to the fore, the first is a thumbnail; a thumbnail becomes large by a press.
    await page.evaluate(() => window.stage.share("Ben Okafor", true, true));
    const bens = page.locator('[data-testid="share"][data-name="Ben Okafor"]');
    await bens.getByTestId("share-paused").waitFor();
    expect(await bens.getAttribute("data-large")).toBe("true");
    await page.locator('[data-testid="share"][data-name="Ana"]').getByTestId("share-large").click();
    expect(await bens.getAttribute("data-large")).toBe("false");

    await page.evaluate(() => {
      window.stage.share("Ana", false);
      window.stage.share("Ben Okafor", false);
    });
    await share.waitFor({ state: "detached" });
    expect(await layout(page)).toBe("grid");
  });

  test("shares one's own screen covered, pauses it, and agrees about its end whoever ends it", async () => {
    const page = await open(3);
    await page.keyboard.press("d");
    await page.getByTestId("presenter").waitFor();
    expect(await page.evaluate(() => window.stage.call.asked)).toContain("screen.start text false");
    expect(await page.getByTestId("share-preview").count()).toBe(0);
    await page.getByTestId("presenter-preview").click();
    await page.getByTestId("share-preview").waitFor();
    await page.getByTestId("presenter-pause").click();
    await page.getByTestId("presenter-paused").waitFor();

    const isOff = async () => {
      await page.getByTestId("presenter").waitFor({ state: "detached" });
      expect(await page.getByTestId("share-toggle").getAttribute("aria-pressed")).toBe("false");
    };
    await page.getByTestId("presenter-stop").click();
    await isOff();
    await page.getByTestId("share-toggle").click();
    await page.getByTestId("presenter").waitFor();
    // The browser's own bar.
    await page.evaluate(() => {
      const track = window.stage.call.state.people[0]?.screen.track;
      track?.stop();
      track?.dispatchEvent(new Event("ended"));
    });
    await isOff();
  });

  test("mutes and leaves by keyboard alone, and the space bar talks only where it presses nothing", async () => {
    const page = await open(3, { before: speaks });
    const microphone = page.getByTestId("mic-toggle");
    const isOn = async () => (await microphone.getAttribute("aria-pressed")) === "true";
    await page.keyboard.press("m");
    expect(await isOn()).toBe(false);
    await page.locator('[data-testid="mic-hint"][data-hint="talking-muted"]').waitFor();

    await page.keyboard.down(" ");
    expect(await isOn()).toBe(true);
    await page.getByTestId("mic-hint").waitFor({ state: "detached" });
    await page.keyboard.up(" ");
    expect(await isOn()).toBe(false);
    await page.keyboard.down(" ");
    expect(await isOn()).toBe(true);
    await page.evaluate(() => window.dispatchEvent(new Event("blur")));
    expect(await isOn()).toBe(false);
    await page.keyboard.up(" ");

    // On a button the space bar presses that button.
    await page.getByTestId("people-toggle").focus();
    await page.keyboard.press(" ");
    await page.getByTestId("people-panel").waitFor();
    expect(await isOn()).toBe(false);
    await page.keyboard.press("p");
    await page.getByTestId("people-panel").waitFor({ state: "detached" });

    await page.keyboard.press("?");
    await page.getByTestId("shortcuts-sheet").waitFor();
    await page.keyboard.press("m");
    expect(await isOn()).toBe(false);
    await page.keyboard.press("Escape");
    await page.getByTestId("shortcuts-sheet").waitFor({ state: "detached" });

    await microphone.focus();
    for (let presses = 0; presses < 20; presses++) {
      if (await page.evaluate(() => document.activeElement?.matches('[data-testid="leave-button"]'))) break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.getByTestId("left-page").waitFor();
  });

  test("lets one's own picture be hidden and moved, and never mirrors anybody else", async () => {
    const page = await open(2);
    const own = page.getByTestId("floating-self");
    await own.waitFor();
    expect(await own.getAttribute("data-corner")).toBe("bottom end");
    await own.hover();
    await page.mouse.down();
    await page.mouse.move(200, 160, { steps: 5 });
    await page.mouse.up();
    expect(await own.getAttribute("data-corner")).toBe("top start");
    const mirrored = (name: string) =>
      tile(page, name)
        .locator("video")
        .evaluate((video) => getComputedStyle(video).transform.startsWith("matrix(-1"));
    expect(await mirrored("Mara")).toBe(true);
    expect(await mirrored("Ana")).toBe(false);
    await own.hover();
    await page.getByTestId("hide-self").click();
    await own.waitFor({ state: "detached" });
    expect(await tile(page, "Ana").count()).toBe(1);
  });

  test.each(["light", "dark"] as const)("has no fault that axe finds, in %s", async (colorScheme) => {
    const page = await open(6, { context: { colorScheme, reducedMotion: "reduce" } });
    const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    await page.evaluate(axe);
    const faults = async () =>
      page.evaluate(async () => {
        const { run } = (window as unknown as { axe: typeof Axe }).axe;
        const { violations } = await run(document);
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
        );
      });
    expect(await faults()).toEqual([]);
    await page.evaluate(() => window.stage.share("Ana", true));
    await page.getByTestId("share-tools").waitFor();
    await page.getByTestId("share-view").focus();
    expect(await faults()).toEqual([]);
    await page.keyboard.press("t");
    await page.getByTestId("stats-row").first().waitFor();
    expect(await faults()).toEqual([]);
  });

  test("fits a phone and a narrow window: every button is in the bar or in its menu", async () => {
    for (const width of [320, 360, 768]) {
      const page = await open(5, { context: { viewport: { width, height: 640 }, reducedMotion: "reduce" } });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      const boxes = await page
        .getByTestId("control-bar")
        .locator("button")
        .evaluateAll((buttons) =>
          buttons.map((button) => button.getBoundingClientRect().toJSON() as DOMRect),
        );
      for (const { left, right } of boxes) {
        expect(left).toBeGreaterThanOrEqual(0);
        expect(right).toBeLessThanOrEqual(width);
      }
      expect(await page.getByTestId("leave-button").isVisible()).toBe(true);
      if (width > 400) continue;
      await page.getByTestId("more-button").click();
      for (const id of ["more-share", "more-settings", "more-react"])
        expect(await page.getByTestId(id).count(), id).toBe(1);
    }
  });
});

/** In the page: somebody who speaks all the time. */
function speaks(): void {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  volume.gain.value = 0.3;
  const out = audio.createMediaStreamDestination();
  tone.connect(volume).connect(out);
  tone.start();
  navigator.mediaDevices.getUserMedia = (constraints) =>
    constraints?.audio === undefined
      ? Promise.reject(new DOMException("no camera", "NotFoundError"))
      : Promise.resolve(new MediaStream(out.stream.getAudioTracks().map((track) => track.clone())));
}
