import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { newLinkSecret } from "./harness/link.ts";
import { ENGLISH_LOOKS, Looker } from "./harness/looks.ts";
import { serveSite, type Site } from "./harness/site.ts";

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

  test("is there as a whole although every part is lost once", async () => {
    const lost = new Set<string>();
    const page = await open((path) => {
      if (lost.has(path)) return false;
      lost.add(path);
      return true;
    });
    await page.getByTestId("name-input").fill("Ana");
    await page.getByTestId("language-button").waitFor();
    await page.getByTestId("microphone-select").waitFor();
    expect(lost.size).toBeGreaterThan(2);
    await page.close();
  });

  test("can be used without the parts that never come", async () => {
    const texts = /\/en-[^/]*\.js$/;
    const page = await open((path) => !texts.test(path));
    await page.getByTestId("name-input").fill("Ana");
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
