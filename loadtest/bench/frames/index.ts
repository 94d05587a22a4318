/** What encrypting and decrypting a frame costs its worker, beside LiveKit's worker and one that does nothing. */
import { launchChromium } from "../browser/chromium.ts";
import { serveFolder } from "../browser/site.ts";
import { type Bench, rounded, type Row } from "../report.ts";
import { median } from "../timing.ts";
import { buildPage } from "./build.ts";
import { ModePage, type Slice } from "./ModePage.ts";
import {
  type Direction,
  directions,
  kinds,
  loads,
  type Load,
  type Metered,
  type Mode,
  modes,
} from "./plan.ts";

/** Slices of a whole call for each mode; the order of modes turns round every time, so that a drift hits all. */
const ROUNDS = 4;
const QUICK_ROUNDS = 3;
const SETTLE_MS = 700;
const MEASURE_MS = 2_500;
const METER_MS = 1_500;
/** The figures that are watched are of the mode that calls use unless told otherwise. */
const DEFAULT_MODE: Mode = "suite5";

const NOTES = [
  "One Chromium; each mode in a page of its own, with one worker that encrypts and one that decrypts; slices take turns.",
  "call: one Opus and three VP8 streams at once, 25 fps. us: CPU time of the worker's thread per frame, median of slices.",
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
    const pages: ModePage[] = [];
    for (const mode of modes) pages.push(await ModePage.open(chromium, site.origin, mode, false));
    const measure = async (load: Load, inOrder: readonly ModePage[]): Promise<void> => {
      for (const page of inOrder) {
        slices.get(page.mode)?.push(await page.measure(load, SETTLE_MS, MEASURE_MS));
      }
      say(load);
    };
    const rounds = quick ? QUICK_ROUNDS : ROUNDS;
    for (let round = 0; round < rounds; round++) {
      await measure("call", round % 2 === 0 ? pages : [...pages].reverse());
    }
    if (!quick) for (const kind of kinds) await measure(kind, pages);
    for (const page of pages) await page.close();

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
