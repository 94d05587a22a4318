import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import type { Browser as Firefox } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { RETRY_MS } from "../src/app/fetching.ts";
import { launchChromium } from "./harness/browser.ts";
import { findFirefox, launchFirefox } from "./harness/firefox.ts";
import { newLinkSecret } from "./harness/link.ts";
import { ENGLISH_LOOKS, Looker } from "./harness/looks.ts";
import { Participant } from "./harness/participant.ts";
import { whyNotHere } from "./harness/privateNetwork.ts";
import { serveSite, type Site } from "./harness/site.ts";
import { type Servers, startServers } from "./harness/servers.ts";
import { until } from "./harness/until.ts";

/** Runs in the page: every stylesheet, and whether it came. One that did not is there too, and lets nobody read it. */
function stylesInPage(): { readonly path: string; readonly isThere: boolean }[] {
  return [...document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")].map(({ href, sheet }) => {
    const path = new URL(href).pathname;
    try {
      return { path, isThere: (sheet?.cssRules.length ?? 0) > 0 };
    } catch {
      return { path, isThere: false };
    }
  });
}

describe("the page, over a network that loses requests", () => {
  let site: Site;
  let browser: Browser;
  /** Scripts and styles that the page itself begins with. */
  let first: readonly string[];

  beforeAll(async () => {
    const client = inject("client");
    site = await serveSite(client.folder, client.sitePort);
    const html = await readFile(join(client.folder, "index.html"), "utf8");
    first = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, path = ""]) =>
      path.replace(/^\./, ""),
    );
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  /** Opens a room; the page itself comes, of the scripts and styles that it asks for `loses` tells. */
  async function open(loses: (path: string) => boolean): Promise<Page> {
    const page = await browser.newPage();
    await page.route(/\.(js|css)$/, (route) => {
      const { pathname } = new URL(route.request().url());
      return loses(pathname) ? route.abort("connectionaborted") : route.continue();
    });
    await page.goto(makeLink(site.origin, newLinkSecret()));
    return page;
  }

  const isLater = (path: string) => !first.includes(path);

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

  test("comes with all its styles once there is a network", async () => {
    const lost = countLost();
    let isAway = true;
    const page = await open((path) => {
      if (isAway) isAway = lost.lose(path) < 3;
      return isAway;
    });
    await page.getByTestId("name-input").fill("Ana");
    const begunWith = first.filter((path) => path.endsWith(".css"));
    expect(begunWith.length).toBeGreaterThan(0);
    let styles: ReturnType<typeof stylesInPage> = [];
    await until(
      async () => {
        styles = await page.evaluate(stylesInPage);
        return styles.every(({ isThere }) => isThere);
      },
      () => `all styles: ${JSON.stringify(styles)}`,
    );
    expect(styles.map(({ path }) => path)).toEqual(expect.arrayContaining(begunWith));
    await page.close();
  });

  test("is there as a whole although every later part is lost twice", async () => {
    // A part with others in it is asked for twice at once: ahead, and in earnest.
    const lost = countLost();
    const page = await open((path) => isLater(path) && lost.lose(path) <= 2);
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
    const page = await open((path) => isLater(path) && !texts.test(path) && lost.lose(path) > 0);
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
    const page = await open((path) => path.endsWith(".js"));
    await page.getByText("Sotto did not load completely.").waitFor();
    const looker = await Looker.open();
    await looker.look(page, "not-loaded", "not-loaded", ENGLISH_LOOKS);
    expect(looker.wrong).toEqual({});
    await page.close();
  });
});

describe("a call whose workers' scripts are lost", () => {
  const lost = new Map<string, number>();
  let servers: Servers;
  let browser: Browser;

  beforeAll(async () => {
    servers = await startServers(inject("client"), {
      loses: (path, isWorker) => {
        if (!isWorker) return false;
        const count = (lost.get(path) ?? 0) + 1;
        lost.set(path, count);
        return count <= 2;
      },
    });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await servers.close();
  });

  test("begins once they come", async () => {
    const link = makeLink(servers.site.origin, newLinkSecret());
    const [ana, ben] = [
      await Participant.open(browser, "Ana", { hue: 0, tone: 440 }),
      await Participant.open(browser, "Ben", { hue: 120, tone: 660 }),
    ];
    await ana.join(link);
    await ben.join(link);
    await ben.untilSees("Ana", 0);
    await ana.untilHears([660]);
    // Both workers. What they import the page may have had already.
    expect([...lost.values()].filter((count) => count > 2).length).toBeGreaterThanOrEqual(2);
  });
});

const notRun = whyNotHere(findFirefox() === undefined ? "no Firefox" : undefined);

describe.skipIf(notRun !== undefined)("the page in Firefox, which asks for no script twice", () => {
  let site: Site;
  let browser: Firefox;
  let pages = 0;

  beforeAll(async () => {
    const client = inject("client");
    // Nothing more until the page itself is asked for again.
    site = await serveSite(client.folder, client.sitePort, undefined, (path) => {
      if (path === "/") pages += 1;
      return pages < 2 && /\.(js|css)$/.test(path);
    });
    browser = await launchFirefox();
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
  });

  test("comes with its styles once there is a network", async () => {
    const page = await browser.newPage();
    await page.goto(`${site.origin}/`);
    await page.waitForSelector('[data-testid="start-share"]');
    const styles = await page.evaluate(stylesInPage);
    expect(styles).not.toEqual([]);
    expect(styles.filter(({ isThere }) => !isThere)).toEqual([]);
    expect(pages).toBeGreaterThan(2);
  });
});
