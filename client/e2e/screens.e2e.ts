import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as Axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { installFakeDevices } from "./harness/fakeDevices.ts";
import { newLinkSecret } from "./harness/link.ts";
import { Participant } from "./harness/participant.ts";
import { keyserverProcess, sfuProcess } from "./harness/serverProcess.ts";
import { serveSite, type Site } from "./harness/site.ts";

const client = inject("client");
const ana = { name: "Ana", hue: 0, tone: 440 };
const ben = { name: "Ben", hue: 120, tone: 660 };
/** Pictures for people to look at; nobody compares them. */
const folder = process.env["SOTTO_SCREENSHOTS"] ?? "screenshots";

/** How a screen is looked at. */
interface Look {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
}

const english: readonly Look[] = [
  { name: "light", width: 1120, height: 700, scheme: "light" },
  { name: "dark-phone", width: 375, height: 700, scheme: "dark" },
];
const german: readonly Look[] = [{ name: "german-narrow", width: 320, height: 640, scheme: "light" }];

describe("every screen", () => {
  const keyserver = keyserverProcess(client);
  const sfu = sfuProcess(client);
  let browser: Browser;
  let site: Site;
  let axe: string;
  let other: Participant;
  const link = () => makeLink(site.origin, newLinkSecret());

  beforeAll(async () => {
    await Promise.all([keyserver.start(), sfu.start(), mkdir(folder, { recursive: true })]);
    site = await serveSite(client.folder, client.sitePort);
    browser = await launchChromium();
    axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    other = await Participant.open(browser, ben.name, ben);
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
    await keyserver.kill();
    await sfu.kill();
  });

  async function open(locale: string): Promise<Page> {
    const context = await browser.newContext({ locale, reducedMotion: "reduce" });
    await context.addInitScript(installFakeDevices, ana);
    return await context.newPage();
  }

  /** What axe finds wrong with the page as it is now, and whether it is wider than the window. */
  async function faults(page: Page): Promise<string[]> {
    await page.evaluate(axe);
    // Colours on their way from one to another are not what anybody reads.
    await page.waitForFunction(() =>
      document
        .getAnimations()
        .every(
          ({ playState, effect }) =>
            playState !== "running" || effect?.getComputedTiming().iterations === Infinity,
        ),
    );
    return await page.evaluate(async () => {
      const { run } = (window as unknown as { axe: typeof Axe }).axe;
      const { violations } = await run(document);
      const found = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
      );
      const over = document.documentElement.scrollWidth - innerWidth;
      return over > 0 ? [...found, `${over} pixels wider than the window`] : found;
    });
  }

  test.each([
    ["en-GB", english],
    ["de-DE", german],
  ] as const)("is drawn without a fault that axe finds, in %s", async (locale, looks) => {
    const page = await open(locale);
    const wrong: Record<string, string[]> = {};
    const look = async (screen: string, testId: string) => {
      await page.getByTestId(testId).first().waitFor();
      for (const { name, width, height, scheme } of looks) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
        const found = await faults(page);
        if (found.length > 0) wrong[`${screen} ${name}`] = found;
        await page.screenshot({ path: join(folder, `${screen}-${name}.png`) });
      }
      const first = looks[0];
      if (first !== undefined) await page.setViewportSize(first);
    };
    const close = async () => {
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    };
    const more = async (item: string) => {
      await page.getByTestId("more-button").click();
      await page.getByTestId(`more-${item}`).click();
    };

    await page.goto(site.origin);
    await page.getByTestId("with-password").click();
    await look("start-password", "new-password");
    await page.goto(`${site.origin}/#/r/short`);
    await look("link-incomplete", "problem");
    await page.goto(link().replace("#/r/", "#/p/"));
    await page.getByTestId("join-button").click();
    await look("prejoin-password", "password-input");

    const room = link();
    await page.goto(room);
    await page.getByTestId("preview-video").waitFor();
    await page.getByTestId("name-input").fill(ana.name);
    await look("prejoin", "join-button");
    await page.getByTestId("join-button").click();
    await page.locator('[data-testid="encryption-badge"][data-epoch]').waitFor();
    await look("alone", "alone");
    await other.join(room);
    await page.locator('[data-testid="tile"][data-name="Ben"]').waitFor();
    await look("call", "tiles");
    await page.keyboard.press("p");
    await look("people", "people-panel");
    await page.getByTestId("host-settings").click();
    await look("host-settings", "policy-lobby");
    await close();
    await page.getByTestId("person-menu").nth(1).click();
    await look("person-menu", "person-menu-verify");
    await page.getByTestId("person-menu-volume").click();
    await look("volume", "voice-volume");
    await close();
    await page.getByTestId("person-menu").nth(1).click();
    await page.getByTestId("person-menu-verify").click();
    await page.getByTestId("verify-differs").click();
    await look("verify-different", "verify-different");
    await close();
    await page.keyboard.press("c");
    await other.page.getByTestId("chat-toggle").click();
    await other.page.getByTestId("chat-input").fill("Hello! https://example.org");
    await other.page.getByTestId("chat-send").click();
    await page.getByTestId("chat-message").first().waitFor();
    await look("chat", "chat-panel");
    await page.getByTestId("chat-close").click();
    for (const item of ["encryption", "settings", "shortcuts", "statistics", "record"] as const) {
      await more(item);
      await look(item, "sheet-close");
      await close();
    }
    await page.getByTestId("leave-button").click();
    await look("left", "rating");
    await page.goto(`${site.origin}/#/`);
    await look("start", "recent-call");
    expect(wrong).toEqual({});
    await page.context().close();
  });
});
