import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, inject, test } from "vitest";
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
    /** Tabs on until the focus is where it should be. */
    const tabTo = async (testId: string, nth = 0) => {
      let seen = -1;
      for (let step = 0; step < 80; step++) {
        const here = await page.evaluate(() => {
          // The focus of a switch is on the input in it.
          const named = document.activeElement?.closest("[data-testid]");
          return named?.getAttribute("data-testid");
        });
        if (here === testId && (seen += 1) === nth) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`the Tab key does not lead to ${testId}`);
    };
    const press = async (testId: string, nth = 0) => {
      await page.getByTestId(testId).nth(nth).waitFor();
      await tabTo(testId, nth);
      await page.keyboard.press("Enter");
    };

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
