/**
 * A long call: `npm run soak [-- --minutes 10] [-- --json]`. Three people in real browsers, of whom one comes and goes,
 * and keys that change every two seconds. Ends with 1 if a picture stood still for more than a second, a heap grew, a
 * nonce came twice, or the server got a frame that none of the call's keys opens.
 */
import { parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import "../bench/mediaWorker.ts";
import { launchChromium } from "../bench/browser/chromium.ts";
import { deploy } from "../bench/browser/deployment.ts";
import { textOf } from "../bench/report.ts";
import { HeapMeter, type Heaps } from "./heaps.ts";
import { prepare } from "./page.ts";
import { ServerTap } from "./ServerTap.ts";
import { Witness } from "./Witness.ts";

const ROTATE_SECONDS = 2;
/** How long the third is in the call, and out of it, ms. */
const STAY_MS = 20_000;
const AWAY_MS = 8_000;
const HEAP_EVERY_MS = 10_000;
/** A heap may be so much larger in the last third of the time than in the first: caches fill, and compilers work. */
const MOST_GROWTH = 1.25;
const GROWTH_SLACK_BYTES = 2e6;
const KEEP_NAMES = "globalThis.__name = (named) => named;";

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "10" }, json: { type: "boolean", default: false } },
});
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new RangeError("--minutes takes a number above 0");

const deployment = await deploy([{ rotateSeconds: ROTATE_SECONDS }]);
const chromium = await launchChromium();
const [site] = deployment.sites;
if (site === undefined) throw new Error("nothing was built");
const link = site.newLink();
const witness = new Witness(link, process.env["SOTTO_KEYSERVER_URL"] ?? "", ROTATE_SECONDS * 1000);
await witness.joined;

const ana = await enter(chromium.browser, "Ana", 0);
const call = [...deployment.sfu.calls.values()][0];
if (call === undefined) throw new Error("no call at the server");
const tap = await ServerTap.open(call, witness);
const ben = await enter(chromium.browser, "Ben", 120);

const meters = { Ana: await HeapMeter.of(ana), Ben: await HeapMeter.of(ben) };
const heaps: Record<"Ana" | "Ben", Heaps[]> = { Ana: [], Ben: [] };
const end = Date.now() + minutes * 60_000;
let joins = 0;
const stillOpen = (): boolean => Date.now() < end;

await Promise.all([comeAndGo(), watchHeaps()]);

const standstills = [...(await pausesOf(ana)), ...(await pausesOf(ben))];
await tap.settle();
const growth = Object.fromEntries(
  Object.entries(heaps).flatMap(([name, samples]) => [
    [`${name} page`, growthOf(samples.map((sample) => sample.page))] as const,
    [`${name} workers`, growthOf(samples.map((sample) => sample.workers))] as const,
  ]),
);
const figures = {
  minutes,
  epochs: witness.epochs,
  joins,
  frames: tap.frames,
  standstills: standstills.length,
  longestStandstillMs: Math.max(0, ...standstills.map(({ ms }) => ms)),
  reusedNonces: tap.reused,
  framesInTheClear: tap.clear,
  growingHeaps: Object.values(growth).filter(({ grows }) => grows).length,
};
const rows = Object.entries(growth).map(([heap, { first, last, grows }]) => ({
  heap,
  "first third MB": first,
  "last third MB": last,
  grows: grows ? "yes" : "no",
}));
const notes = standstills.map(({ name, ms }) => `${name} stood still for ${ms} ms`);
process.stdout.write(`${textOf({ bench: "soak", figures, rows, notes })}\n`);
if (values.json) process.stdout.write(`${JSON.stringify({ bench: "soak", figures, rows })}\n`);
witness.close();
await chromium.close();
await deployment.close();
const isGood = standstills.length === 0 && tap.reused === 0 && tap.clear === 0 && figures.growingHeaps === 0;
process.exit(isGood ? 0 : 1);

async function enter(browser: Browser, name: string, hue: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1120, height: 700 } });
  await context.addInitScript(KEEP_NAMES);
  await context.addInitScript(prepare, hue);
  const page = await context.newPage();
  await page.goto(link);
  await page.getByTestId("name-input").fill(name);
  await page.getByTestId("join-button").click();
  await page.locator("[data-testid=encryption-badge][data-epoch]").waitFor({ timeout: 30_000 });
  return page;
}

async function comeAndGo(): Promise<void> {
  while (stillOpen()) {
    const page = await enter(chromium.browser, "Chloé", 240);
    joins += 1;
    await page.waitForTimeout(STAY_MS);
    await page.getByTestId("leave-button").click();
    await page.waitForTimeout(1_000);
    await page.context().close();
    process.stderr.write(`${joins} joins, ${witness.epochs} epochs, ${tap.frames} frames\n`);
    if (stillOpen()) await ana.waitForTimeout(AWAY_MS);
  }
}

async function watchHeaps(): Promise<void> {
  while (stillOpen()) {
    await ana.waitForTimeout(HEAP_EVERY_MS);
    heaps.Ana.push(await meters.Ana.measure());
    heaps.Ben.push(await meters.Ben.measure());
  }
}

async function pausesOf(page: Page): Promise<{ name: string; ms: number }[]> {
  return await page.evaluate(
    () => (window as unknown as { soak: { pauses: { name: string; ms: number }[] } }).soak.pauses,
  );
}

function growthOf(samples: readonly number[]): { first: number; last: number; grows: boolean } {
  const third = Math.max(1, Math.floor(samples.length / 3));
  const mean = (some: readonly number[]): number => some.reduce((sum, each) => sum + each, 0) / some.length;
  const [first, last] = [mean(samples.slice(0, third)), mean(samples.slice(-third))];
  const inMegabytes = (bytes: number): number => Math.round(bytes / 1e4) / 100;
  return {
    first: inMegabytes(first),
    last: inMegabytes(last),
    grows: last > first * MOST_GROWTH + GROWTH_SLACK_BYTES,
  };
}
