import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { installFakeDevices } from "./harness/fakeDevices.ts";
import { pressByKeyboard, tabTo as tabToIn } from "./harness/keyboard.ts";
import { newLinkSecret } from "./harness/link.ts";
import { Participant } from "./harness/participant.ts";
import { keyserverProcess, sfuProcess } from "./harness/serverProcess.ts";
import { serveSite, type Site } from "./harness/site.ts";

const client = inject("client");
const ana = { name: "Ana", hue: 0, tone: 440 };
const ben = { name: "Ben", hue: 120, tone: 660 };
describe("the app", () => {
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

  test("can be used by keyboard alone: join, mute, write, admit, remove, leave", async () => {
    const page = await open("en-GB");
    const room = link();
    const tabTo = (testId: string) => tabToIn(page, testId);
    const press = (testId: string, nth = 0) => pressByKeyboard(page, testId, nth);

    await page.goto(room);
    await tabTo("name-input");
    await page.keyboard.type("Ana");
    await page.keyboard.press("Enter");
    await page.locator('[data-testid="encryption-badge"][data-epoch]').waitFor();
    await page.keyboard.press("m");
    await page.locator('[data-testid="mic-toggle"][aria-pressed="false"]').waitFor();
    await page.keyboard.press("c");
    await tabTo("chat-input");
    await page.keyboard.type("Nobody here yet");
    await page.keyboard.press("Enter");
    await page.getByTestId("chat-message").waitFor();
    await press("chat-close");

    await page.keyboard.press("p");
    await press("host-settings");
    await tabTo("policy-lobby");
    await page.keyboard.press("Space");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await other.enter(room);
    await press("knock-admit");
    await other.untilEncrypted();
    await page.locator('[data-testid="person"]').nth(1).waitFor();
    await press("person-menu", 1);
    await page.getByTestId("person-menu-remove").waitFor();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await press("remove-now");
    await other.page.locator('[data-testid="ending"][data-code="call/removed"]').waitFor();
    await press("leave-button");
    await page.getByTestId("left-page").waitFor();
    await page.context().close();
  });
});
