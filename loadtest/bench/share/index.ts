/** Whether small print in a shared screen can be read: after a scroll, with few and many viewers, and while viewers join. */
import type { Page } from "playwright-core";
import { toBase64Url } from "@sotto/shared/codec";
import { parseLink } from "@sotto/shared/ids";
import { Crew } from "../../src/crew/index.ts";
import { Histogram, type Quantiles, quantilesOf } from "../../src/measure/index.ts";
import { launchChromium } from "../browser/chromium.ts";
import { deploy, type Deployment } from "../browser/deployment.ts";
import { type Bench, rounded, type Row } from "../report.ts";
import { installClock } from "./clock.ts";
import {
  bytesReceived,
  delaysFor,
  prepareSharing,
  prepareWatching,
  type Sample,
  samples,
  scrollTo,
  watch,
} from "./pages.ts";
import { installSmallPrint } from "./textPage.ts";

/** Nobody changes keys while it is measured. */
const ROTATE_SECONDS = 600;
/** Viewers, the real browser among them. */
const AUDIENCES = [2, 3, 20];
const SCROLLS = 4;
const QUICK_SCROLLS = 2;
/** Between two scrolls. */
const SCROLL_MS = 3_500;
/** How long it is watched while somebody joins. */
const JOIN_MS = 4_000;
/** How long the age of pictures is looked at. */
const DELAYS_MS = 6_000;
/** How long the picture may take to become sharp for the first time. */
const PATIENCE_MS = 20_000;
/** Of the letters, from which on a picture counts as sharp. */
const READABLE = 0.99;

/** TypeScript's runner names functions with this helper, which pages do not have. */
const KEEP_NAMES = "globalThis.__name = (named) => named;";

const NOTES = [
  "A session in the app as it is built: one Chromium shares 2560×1440 pixels of 8-pt print as `Text`, 90 lines of 40 to 240",
  "letters, painted 15 times a second; one Chromium watches and compares 700×560 pixels of each picture that it decodes with",
  "the source; the other viewers have no browser. Links have no limit but the machine: the rate is what the sender keeps to.",
  "letters: those that are more like themselves than like any other letter. seen, sharp: from a scroll of 37 lines until a",
  "picture has half of the new letters, and 99 % of them, the slowest of all scrolls. joining: the worst picture, and the",
  "longest time without a new one, in the seconds in which viewers join. delay: from painting a picture to presenting it at",
  "the viewer, glass to glass but for screen and eye, by a clock in the picture (both browsers have the same one).",
];

/** The benchmark `share`. */
export const benchShare: Bench = async ({ quick, say }) => {
  const chromium = await launchChromium();
  const deployment = await deploy([{ rotateSeconds: ROTATE_SECONDS }]);
  const rows: Row[] = [];
  const figures: Record<string, number> = {};
  let crew: Crew | undefined;
  try {
    const [site] = deployment.sites;
    if (site === undefined) throw new Error("nothing was built");
    const room = site.newLink();
    const open = async (link: string, prepare: () => void): Promise<Page> => {
      const context = await chromium.browser.newContext({
        viewport: { width: 1280, height: 720 },
        locale: "en-GB",
      });
      await context.addInitScript(KEEP_NAMES);
      await context.addInitScript(installSmallPrint);
      await context.addInitScript(installClock);
      await context.addInitScript(prepare);
      const page = await context.newPage();
      await page.goto(link);
      return page;
    };
    const sharing = await open(room.replace("#/r/", "#/s/"), prepareSharing);
    await sharing.getByTestId("session-start").click();
    await sharing.getByTestId("presenter").waitFor();
    const openedAt = Date.now();
    const watching = await open(room.replace("#/r/", "#/w/"), prepareWatching);
    await watch(watching, 0);
    const first = await until(watching, (sample) => sample.letters > 0.5);
    figures["firstPictureMs"] = Math.round(first.at - openedAt);
    say(`first picture after ${Math.round(first.at - openedAt)} ms`);
    await until(watching, (sample) => sample.letters >= READABLE);

    crew = await Crew.start(1, settingOf(deployment, room), () => undefined);
    let [viewers, scrolls] = [1, 0];
    for (const audience of AUDIENCES) {
      await watch(watching, scrolls);
      for (; viewers < audience; viewers++) crew.add(viewers, [], 1);
      await sharing
        .locator(`[data-testid="watching"][data-count="${audience}"]`)
        .waitFor({ timeout: 60_000 });
      await sharing.waitForTimeout(JOIN_MS);
      const joining = await samples(watching);
      const delays = quantilesOf(Histogram.from(await delaysFor(watching, DELAYS_MS)));
      const turns: Turn[] = [];
      for (let turn = 0; turn < (quick ? QUICK_SCROLLS : SCROLLS); turn++)
        turns.push(await scrollAndWatch(sharing, watching, (scrolls += 1)));
      const row = rowOf(audience, turns, joining, delays);
      rows.push(row);
      say(JSON.stringify(row));
      if (delays.p50 !== undefined) figures[`delayP50Ms${audience}`] = delays.p50;
      if (delays.p95 !== undefined) figures[`delayP95Ms${audience}`] = delays.p95;
      const sharp = turns.map(({ sharpMs }) => sharpMs);
      if (sharp.every((ms) => ms !== undefined)) figures[`sharpMs${audience}`] = Math.max(...sharp);
    }
  } finally {
    crew?.kill();
    await chromium.close();
    await deployment.close();
  }
  return { bench: "share", figures, rows, notes: NOTES };
};

/** What came of one scroll; undefined for what did not come. */
interface Turn {
  readonly seenMs: number | undefined;
  readonly sharpMs: number | undefined;
  readonly last: Sample | undefined;
  readonly afterSecond: number | undefined;
  readonly mbits: number;
}

async function scrollAndWatch(sharing: Page, watching: Page, scrolls: number): Promise<Turn> {
  await watch(watching, scrolls);
  const before = await bytesReceived(watching);
  const at = await scrollTo(sharing, scrolls);
  await watching.waitForTimeout(SCROLL_MS);
  const bytes = (await bytesReceived(watching)) - before;
  const seen = (await samples(watching)).filter((sample) => sample.at > at);
  const after = (share: number): number | undefined => {
    const found = seen.find(({ letters }) => letters >= share);
    return found === undefined ? undefined : Math.round(found.at - at);
  };
  return {
    seenMs: after(0.5),
    sharpMs: after(READABLE),
    last: seen.at(-1),
    afterSecond: seen.filter((sample) => sample.at <= at + 1_000).at(-1)?.letters,
    mbits: (8 * bytes) / SCROLL_MS / 1_000,
  };
}

function rowOf(viewers: number, turns: readonly Turn[], joining: readonly Sample[], delays: Quantiles): Row {
  const worst = (values: readonly (number | undefined)[], pick: (...all: number[]) => number) =>
    values.every((value) => value !== undefined) ? rounded(pick(...values)) : undefined;
  const percent = (share: number | undefined) => (share === undefined ? undefined : rounded(100 * share));
  return {
    viewers,
    "seen ms": worst(
      turns.map(({ seenMs }) => seenMs),
      Math.max,
    ),
    "sharp ms": worst(
      turns.map(({ sharpMs }) => sharpMs),
      Math.max,
    ),
    "letters after 1 s %": percent(
      worst(
        turns.map(({ afterSecond }) => afterSecond),
        Math.min,
      ),
    ),
    SSIM: worst(
      turns.map(({ last }) => last?.ssim),
      Math.min,
    ),
    "PSNR dB": worst(
      turns.map(({ last }) => last?.psnr),
      Math.min,
    ),
    "delay p50 ms": delays.p50,
    "delay p95 ms": delays.p95,
    width: turns.at(-1)?.last?.width,
    "Mbit/s": worst(
      turns.map(({ mbits }) => mbits),
      Math.max,
    ),
    "joining: letters %": percent(Math.min(...joining.map(({ letters }) => letters))),
    "joining: pause ms": Math.round(
      Math.max(...joining.slice(1).map(({ at }, before) => at - (joining[before]?.at ?? at))),
    ),
  };
}

async function until(page: Page, holds: (sample: Sample) => boolean): Promise<Sample> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const found = (await samples(page)).find(holds);
    if (found !== undefined) return found;
    await page.waitForTimeout(100);
  }
  const last = (await samples(page)).at(-1);
  throw new Error(`the text did not come to be seen: ${JSON.stringify(last)}`);
}

function settingOf(deployment: Deployment, room: string): Parameters<typeof Crew.start>[1] {
  return {
    ...{ linkSecret: toBase64Url(parseLink(room)), loss: 0, rotateMs: ROTATE_SECONDS * 1_000 },
    ...{
      expectedSize: Math.max(...AUDIENCES),
      screenBitrate: 0,
      keyserverUrl: deployment.keyserverUrl,
      sfuUrl: deployment.sfuUrl,
    },
  };
}
