/** What encrypting and decrypting a frame costs its worker, beside LiveKit's worker and one that does nothing. */
import { launchChromium } from "../browser/chromium.ts";
import { serveFolder } from "../browser/site.ts";
import { type Bench, rounded, type Row } from "../report.ts";
import { median } from "../timing.ts";
import { buildPage } from "./build.ts";
import { ModePage, type Slice, sliceBetween, sleep } from "./ModePage.ts";
import {
  type Direction,
  directions,
  type Kind,
  kinds,
  loads,
  type Load,
  type Metered,
  type Mode,
  modes,
} from "./plan.ts";

/** Slices of a call, in which all modes run side by side; twice, in pages that are opened in one order and the other. */
const ROUNDS = 8;
const QUICK_ROUNDS = 6;
/** Before the first of them: browsers compile what runs often while it runs. */
const WARM_MS = 5_000;
const SETTLE_MS = 700;
const MEASURE_MS = 2_500;
const METER_MS = 1_500;
/** The figures that are watched are of the mode that calls use unless told otherwise. */
const DEFAULT_MODE: Mode = "suite5";

const NOTES = [
  "One Chromium; each mode in a page of its own, with one worker that encrypts and one that decrypts.",
  "call: Opus and VP8 640x360 at 25 fps, all modes side by side. One kind alone: the modes take turns.",
  "us: CPU time of the worker's thread per frame, median of slices.",
  "20 s: CPU seconds of that thread in 20 s; process: of all threads of the page's process, encoders and decoders too.",
  "Ratios: the worker's CPU time per frame of a call beside that of LiveKit's worker on the route it takes in Chromium.",
  "LiveKit's key is one of 128 bits, its default; suite 5 has 256. Bytes: added to each frame, without optional padding.",
];

type Slices = ReadonlyMap<Mode, Slice[]>;
type Bytes = ReadonlyMap<Mode, ReadonlyMap<Load, Metered>>;

/** The benchmark `frames`. */
export const benchFrames: Bench = async ({ quick, say }) => {
  const built = await buildPage();
  const site = await serveFolder(built.folder);
  const chromium = await launchChromium();
  try {
    const slices: Slices = new Map(modes.map((mode) => [mode, []]));
    const rounds = quick ? QUICK_ROUNDS : ROUNDS;
    for (const order of [modes, [...modes].reverse()]) {
      const pages: ModePage[] = [];
      for (const mode of order) pages.push(await ModePage.open(chromium, site.origin, mode, false));
      await measureCall(pages, rounds, slices);
      say("call");
      const isLast = order !== modes;
      for (const kind of quick || !isLast ? [] : kinds) {
        for (const page of pages) await measureAlone(page, kind, slices);
        say(kind);
      }
      for (const page of pages) await page.close();
    }

    const bytes = new Map<Mode, Map<Load, Metered>>();
    for (const mode of [DEFAULT_MODE, "livekit"] as const) {
      const page = await ModePage.open(chromium, site.origin, mode, true);
      const ofMode = new Map<Load, Metered>();
      for (const kind of kinds) ofMode.set(kind, await page.meter(kind, METER_MS));
      bytes.set(mode, ofMode);
      await page.close();
    }
    const rows = modes.flatMap((mode) => loads.map((load) => rowOf(mode, load, slices, bytes)));
    return { bench: "frames", figures: figuresOf(slices, bytes), rows, notes: NOTES };
  } finally {
    await chromium.close();
    site.close();
    await built.remove();
  }
};

/** All modes at the same time: whatever else the machine does, it does it to all of them. */
async function measureCall(pages: readonly ModePage[], rounds: number, slices: Slices): Promise<void> {
  for (const page of pages) await page.activate("call");
  await sleep(WARM_MS);
  let before = await Promise.all(pages.map((page) => page.look()));
  for (let round = 0; round < rounds; round++) {
    await sleep(MEASURE_MS);
    const after = await Promise.all(pages.map((page) => page.look()));
    pages.forEach(({ mode }, index) => {
      const [from, to] = [before[index], after[index]];
      if (from !== undefined && to !== undefined) slices.get(mode)?.push(sliceBetween("call", from, to));
    });
    before = after;
  }
  for (const page of pages) await page.activate(undefined);
}

async function measureAlone(page: ModePage, kind: Kind, slices: Slices): Promise<void> {
  await page.activate(kind);
  await sleep(SETTLE_MS);
  const before = await page.look();
  await sleep(MEASURE_MS);
  slices.get(page.mode)?.push(sliceBetween(kind, before, await page.look()));
  await page.activate(undefined);
}

function slicesOf(slices: Slices, mode: Mode, load: Load): Slice[] {
  return (slices.get(mode) ?? []).filter((slice) => slice.load === load);
}

/** CPU time of a worker per frame, µs: the median over the slices. */
function costOf(slices: readonly Slice[], direction: Direction): number | undefined {
  const costs = slices.map(({ workers }) => (workers[direction].cpu / workers[direction].frames) * 1e6);
  return median(costs.filter((cost) => Number.isFinite(cost)));
}

function addedBytes(metered: Metered | undefined): number | undefined {
  if (metered === undefined || metered.frames === 0) return undefined;
  return (metered.after - metered.before) / metered.frames;
}

function figuresOf(slices: Slices, bytes: Bytes): Record<string, number> {
  const ratio = (mode: Mode, direction: Direction): number | undefined => {
    const ours = costOf(slicesOf(slices, mode, "call"), direction);
    const theirs = costOf(slicesOf(slices, "livekit", "call"), direction);
    return ours === undefined || theirs === undefined ? undefined : rounded(ours / theirs);
  };
  const added = kinds.map((kind) => addedBytes(bytes.get(DEFAULT_MODE)?.get(kind)));
  const [audio, ...videos] = added;
  const figures: Readonly<Record<string, number | undefined>> = {
    encryptRatioToLiveKit: ratio(DEFAULT_MODE, "encrypt"),
    decryptRatioToLiveKit: ratio(DEFAULT_MODE, "decrypt"),
    encryptRatioToLiveKitSuite4: ratio("suite4", "encrypt"),
    decryptRatioToLiveKitSuite4: ratio("suite4", "decrypt"),
    bytesAddedAudio: rounded(audio),
    bytesAddedVideo: videos.includes(undefined)
      ? undefined
      : rounded(Math.max(...videos.map((each) => each ?? 0))),
  };
  return Object.fromEntries(
    Object.entries(figures).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}

function rowOf(mode: Mode, load: Load, slices: Slices, bytes: Bytes): Row {
  const measured = slicesOf(slices, mode, load);
  const row: Record<string, string | number | undefined> = { mode, load };
  for (const direction of directions) {
    const cost = mode === "none" ? 0 : costOf(measured, direction);
    const perSecond = median(measured.map(({ workers, seconds }) => workers[direction].frames / seconds));
    row[`${direction} us`] = rounded(cost);
    row[`${direction} 20 s`] =
      cost === undefined || perSecond === undefined ? undefined : rounded(cost * perSecond * 20e-6);
    row[`${direction} fps`] = perSecond === undefined ? undefined : Math.round(perSecond);
  }
  const inProcess = measured.flatMap(({ processCpu, seconds }) =>
    processCpu === undefined ? [] : [(processCpu / seconds) * 20],
  );
  row["process 20 s"] = rounded(median(inProcess));
  const metered = bytes.get(mode)?.get(load);
  row["frame B"] = metered === undefined ? undefined : Math.round(metered.before / metered.frames);
  row["added B"] = rounded(addedBytes(metered));
  return row;
}
