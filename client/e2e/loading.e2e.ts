import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { RETRY_MS } from "../src/app/fetching.ts";
import { launchChromium } from "./harness/browser.ts";
import { newLinkSecret } from "./harness/link.ts";
import { ENGLISH_LOOKS, Looker } from "./harness/looks.ts";
import { serveSite, type Site } from "./harness/site.ts";
import { until } from "./harness/until.ts";

describe("the page, over a network that loses requests", () => {
  let site: Site;
  let browser: Browser;
  /** Scripts that the page itself begins with. */
  let first: readonly string[];

  beforeAll(async () => {
    const client = inject("client");
    site = await serveSite(client.folder, client.sitePort);
    const html = await readFile(join(client.folder, "index.html"), "utf8");
    first = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, path = ""]) => path.replace(/^\./, ""));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  /** Opens a room; the page itself comes, of what it asks for later `loses` tells. */
  async function open(loses: (path: string) => boolean): Promise<Page> {
    const page = await browser.newPage();
    await page.route("**/*.js", (route) => {
      const { pathname } = new URL(route.request().url());
      return !first.includes(pathname) && loses(pathname)
        ? route.abort("connectionaborted")
        : route.continue();
    });
    await page.goto(makeLink(site.origin, newLinkSecret()));
    return page;
  }

  /** Counts how often each path was lost. */
  const countLost = () => {
    const counts = new Map<string, number>();
    return {
      most: () => Math.max(0, ...counts.values()),
      lose: (path: string): number => {
        const count = (counts.get(path) ?? 0) + 1;
        counts.set(path, count);
        return count;
      },
    };
  };

  test("is there as a whole although every part is lost twice", async () => {
    // A part with others in it is asked for twice at once: ahead, and in earnest.
    const lost = countLost();
    const page = await open((path) => lost.lose(path) <= 2);
    await page.getByTestId("name-input").fill("Ana");
    const place = () => page.getByTestId("join-button").boundingBox();
    expect(await page.getByTestId("microphone-select").count()).toBe(0);
    const before = await place();
    await page.getByTestId("language-button").waitFor();
    await page.getByTestId("microphone-select").waitFor();
    expect(lost.most()).toBeGreaterThan(2);
    // Whoever is about to press it presses it.
    expect(await place()).toEqual(before);
    await page.close();
  });

  test("can be used without the parts that never come", async () => {
    const texts = /\/en-[^/]*\.js$/;
    const lost = countLost();
    const page = await open((path) => !texts.test(path) && lost.lose(path) > 0);
    await page.getByTestId("name-input").fill("Ana");
    await until(
      () => lost.most() > RETRY_MS.length,
      () => "the last try",
    );
    await page.waitForLoadState("networkidle");
    expect(await page.getByTestId("name-input").inputValue()).toBe("Ana");
    await page.close();
  });

  test("says what was asked for and did not come, and fetches it anew when it is asked for again", async () => {
    const part = /\/SelfTest-[^/]*\.js$/;
    const lost = countLost();
    let isLost = true;
    const page = await open((path) => part.test(path) && lost.lose(path) > 0 && isLost);
    await page.getByTestId("open-self-test").click();
    await page.getByText("This did not load.").waitFor();
    expect(lost.most()).toBeGreaterThan(RETRY_MS.length);
    isLost = false;
    await page.getByTestId("open-self-test").click();
    await page.getByTestId("self-test").waitFor();
    await page.close();
  });

  test("says so if nothing can be shown", async () => {
    const page = await open(() => true);
    await page.getByText("Sotto did not load completely.").waitFor();
    const looker = await Looker.open();
    await looker.look(page, "not-loaded", "not-loaded", ENGLISH_LOOKS);
    expect(looker.wrong).toEqual({});
    await page.close();
  });
});
