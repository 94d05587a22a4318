import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { installFakeDevices } from "./harness/fakeDevices.ts";
import { newLinkSecret } from "./harness/link.ts";
import { ENGLISH_LOOKS, GERMAN_LOOKS, Looker } from "./harness/looks.ts";
import { Participant } from "./harness/participant.ts";
import { keyserverProcess, sfuProcess } from "./harness/serverProcess.ts";
import { serveSite, type Site } from "./harness/site.ts";

const client = inject("client");
const ana = { name: "Ana", hue: 0, tone: 440 };
const ben = { name: "Ben", hue: 120, tone: 660 };
describe("every screen", () => {
  const keyserver = keyserverProcess(client);
  const sfu = sfuProcess(client);
  let browser: Browser;
  let site: Site;
  let other: Participant;
  const link = () => makeLink(site.origin, newLinkSecret());

  beforeAll(async () => {
    await Promise.all([keyserver.start(), sfu.start()]);
    site = await serveSite(client.folder, client.sitePort);
    browser = await launchChromium();
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

  test.each([
    ["en-GB", ENGLISH_LOOKS],
    ["de-DE", GERMAN_LOOKS],
  ] as const)("is drawn without a fault that axe finds, in %s", async (locale, looks) => {
    const page = await open(locale);
    const looker = await Looker.open();
    const look = (screen: string, testId: string) => looker.look(page, screen, testId, looks);
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
    await page.getByTestId("open-background").click();
    await page.getByTestId("background-hills").click();
    await page.locator('[data-testid="background-hills"][data-selected="true"]').waitFor();
    await look("background", "background-preview");
    await page.getByTestId("background-none").click();
    await close();
    await page.getByTestId("open-self-test").click();
    await look("self-test", "self-test-record");
    await close();
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
    for (const item of ["encryption", "settings", "shortcuts", "statistics", "record", "invite"] as const) {
      await more(item);
      await look(item, "sheet-close");
      if (item === "shortcuts") {
        // A letter has one meaning: chosen for the chat, it is taken from the microphone.
        await page.getByTestId("key-chat").click();
        await page.keyboard.press("m");
        await page.locator('[data-testid="key-microphone"]', { hasText: "–" }).waitFor();
        await page.getByTestId("usual-keys").click();
        await page.locator('[data-testid="key-microphone"]', { hasText: "M" }).waitFor();
      }
      await close();
    }
    await page.getByTestId("leave-button").click();
    await look("left", "rating");
    await page.goto(`${site.origin}/#/`);
    await look("start", "recent-call");
    expect(looker.wrong).toEqual({});
    await page.context().close();
  });
});
