/** How long somebody who joins waits for the first picture of somebody else, beside the same without encrypted frames. */
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import type { Plugin } from "vite";
import { launchChromium } from "../browser/chromium.ts";
import { deploy } from "../browser/deployment.ts";
import { type Bench, rounded } from "../report.ts";
import { median } from "../timing.ts";

/** Joins of each kind, in turns. */
const ROUNDS = 10;
const QUICK_ROUNDS = 4;
const ROTATE_SECONDS = 30;
const WAIT_MS = 20_000;

const NOTES = [
  "From the click on the button to the first decoded frame of the other's camera, in the app as it is built.",
  "plain: the same build with a frame worker that passes frames on; key agreement and all else are the same.",
  "Joins of both kinds take turns, each in a browser context of its own; the other person is in the call already.",
];

/** The benchmark `join`. */
export const benchJoin: Bench = async ({ quick, say }) => {
  const deployment = await deploy([
    { rotateSeconds: ROTATE_SECONDS },
    { rotateSeconds: ROTATE_SECONDS, workerPlugins: [plainFrames()] },
  ]);
  const chromium = await launchChromium();
  try {
    const kinds = await Promise.all(
      deployment.sites.map(async (site, index) => {
        const link = site.newLink();
        const host = await open(chromium.browser, link);
        await host.getByTestId("join-button").click();
        await host.locator("[data-testid=encryption-badge][data-epoch]").waitFor();
        return { name: index === 0 ? "encrypted" : "plain", link, times: [] as number[] };
      }),
    );
    for (let round = 0; round < (quick ? QUICK_ROUNDS : ROUNDS); round++) {
      for (const kind of round % 2 === 0 ? kinds : [...kinds].reverse()) {
        const ms = await joinOnce(chromium.browser, kind.link);
        kind.times.push(ms);
        say(`${kind.name}: ${Math.round(ms)} ms`);
      }
    }
    const [encrypted, plain] = kinds.map(({ times }) => median(times));
    const figures: Record<string, number> = {};
    if (encrypted !== undefined && plain !== undefined) {
      figures["joinMs"] = Math.round(encrypted);
      figures["joinRatioToPlain"] = rounded(encrypted / plain) ?? NaN;
    }
    const rows = kinds.map(({ name, times }) => ({
      frames: name,
      joins: times.length,
      "median ms": rounded(median(times)),
      "least ms": rounded(Math.min(...times)),
      "most ms": rounded(Math.max(...times)),
    }));
    return { bench: "join", figures, rows, notes: NOTES };
  } finally {
    await chromium.close();
    await deployment.close();
  }
};

/** The page before the call, with a name in it. */
async function open(browser: Browser, link: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1120, height: 700 } });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByTestId("name-input").fill("Somebody");
  // The own picture is there: devices are open, and joining does not wait for them.
  await page.waitForFunction(() => (document.querySelector("video")?.videoWidth ?? 0) > 0);
  return page;
}

/** Joins, waits for the other's first frame, and leaves. @returns ms */
async function joinOnce(browser: Browser, link: string): Promise<number> {
  const page = await open(browser, link);
  try {
    const ms = await page.evaluate(async (waitMs) => {
      const button = document.querySelector<HTMLElement>("[data-testid=join-button]");
      const begin = performance.now();
      button?.click();
      while (performance.now() - begin < waitMs) {
        await new Promise((resolve) => setTimeout(resolve, 4));
        const videos = document.querySelectorAll<HTMLVideoElement>(
          '[data-testid=tile][data-self="false"] video',
        );
        if ([...videos].some((video) => video.getVideoPlaybackQuality().totalVideoFrames > 0)) {
          return performance.now() - begin;
        }
      }
      return undefined;
    }, WAIT_MS);
    if (ms === undefined) throw new Error("nobody's picture came");
    await page.getByTestId("leave-button").click();
    await page.getByTestId("leave-button").waitFor({ state: "detached" });
    return ms;
  } finally {
    await page.context().close();
  }
}

/** Puts the worker of this benchmark in the place of the client's. */
function plainFrames(): Plugin {
  const plain = fileURLToPath(new URL("plainFrames.ts", import.meta.url));
  return {
    name: "plain-frames",
    enforce: "pre",
    load: (id) =>
      id.endsWith("/client/src/workers/frames/main.ts") ? `import ${JSON.stringify(plain)};` : undefined,
  };
}
