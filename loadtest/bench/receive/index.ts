/** What one person receives in a call of 9 and of 25, beside receiving everything at full size. */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { startKeyserver } from "@sotto/keyserver-protocol/server";
import { asLinkSecret, makeLink } from "@sotto/shared/ids";
import { startSfu } from "@sotto/sfu";
import { launchChromium } from "../browser/chromium.ts";
import { serveFolder } from "../browser/site.ts";
import { type Bench, rounded, type Row } from "../report.ts";
import { CrowdMember, type CrowdPlace } from "./CrowdMember.ts";
import { type Footage, FRAMERATE, makeFootage } from "./footage.ts";

/** The window of a laptop whose pixels are those of the page. */
const VIEWPORT = { width: 1280, height: 720 };
/** Nobody changes keys while it is measured. */
const ROTATE_SECONDS = 600;
/** Before measuring: the server has found out how much the receiver can take. */
const SETTLE_MS = 12_000;
const MEASURE_MS = 8_000;
const QUICK_MEASURE_MS = 4_000;

/** TypeScript's runner names functions with this helper, which pages do not have. */
const KEEP_NAMES = "globalThis.__name = (named) => named;";

const NOTES = [
  "The receiver is the client in one real Chromium, 1280×720 at one device pixel per CSS pixel, its own tiles and layers.",
  "The others are members of the group without browsers. Their frames come from a browser's own encoders (VP8 in the",
  "client's three layers of 180, 360 and 720 lines at 15 fps, Opus at 32 kbit/s), are encrypted under each member's own",
  "keys, and enter the router of the real SFU within its process. From there to the decoder all is as in any call.",
  "received: RTP bytes that came to the browser, headers included. full: the top layers and the sound of all others.",
];

/** The benchmark `receive`. */
export const benchReceive: Bench = async ({ quick, say }) => {
  const chromium = await launchChromium();
  const rows: Row[] = [];
  const figures: Record<string, number> = {};
  try {
    const footage = await footageFrom(chromium.browser);
    for (const { height, frames } of footage.layers) {
      const bytes = frames.reduce((sum, { length }) => sum + length, 0);
      say(`${height} lines: ${Math.round((8 * bytes * FRAMERATE) / frames.length / 1_000)} kbit/s`);
    }
    for (const people of [9, 25]) {
      const seen = await measureCall(
        chromium.browser,
        footage,
        people,
        quick ? QUICK_MEASURE_MS : MEASURE_MS,
      );
      const ratio = seen.received / seen.full;
      say(
        `${people} people: ${Math.round(seen.received / 1_000)} of ${Math.round(seen.full / 1_000)} kbit/s`,
      );
      rows.push({
        people,
        tile: seen.tile,
        "pictures that move": seen.moving,
        "received kbit/s": Math.round(seen.received / 1_000),
        "full kbit/s": Math.round(seen.full / 1_000),
        ratio: rounded(ratio),
      });
      // A picture that does not come is no saving.
      if (seen.moving === people - 1) figures[`receivedRatio${people}`] = Math.round(ratio * 1_000) / 1_000;
    }
  } finally {
    await chromium.close();
  }
  return { bench: "receive", figures, rows, notes: NOTES };
};

async function footageFrom(browser: Browser): Promise<Footage> {
  const folder = await mkdtemp(join(tmpdir(), "sotto-footage-"));
  // WebCodecs wants a secure origin, and loopback is one.
  await writeFile(join(folder, "index.html"), "<!doctype html><title>Footage</title>");
  const site = await serveFolder(folder);
  const page = await browser.newPage();
  try {
    await page.addInitScript(KEEP_NAMES);
    await page.goto(site.origin);
    return await makeFootage(page);
  } finally {
    await page.close();
    site.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Measured {
  /** Bit/s. */
  readonly received: number;
  readonly full: number;
  /** Size of a tile, px. */
  readonly tile: string;
  /** Pictures of others that were decoded all the time. */
  readonly moving: number;
}

async function measureCall(
  browser: Browser,
  footage: Footage,
  people: number,
  ms: number,
): Promise<Measured> {
  const keyserver = await startKeyserver({ host: "127.0.0.1", port: 0 });
  const sfu = await startSfu({
    ...{ host: "127.0.0.1", port: 0, rtcHost: "127.0.0.1", rtcPort: await freePort(), workers: 1 },
    // Everybody here comes from one address, all at once.
    limits: { connections: 1_000 },
  });
  const folder = await buildClient(keyserver.port, sfu.port);
  const site = await serveFolder(folder);
  const linkSecret = asLinkSecret(new Uint8Array(randomBytes(32)));
  const place: CrowdPlace = {
    ...{ linkSecret, sfu, keyserverPort: keyserver.port, rotateMs: ROTATE_SECONDS * 1_000 },
  };
  const crowd: CrowdMember[] = [];
  const context = await browser.newContext({ viewport: VIEWPORT, locale: "en-GB" });
  try {
    for (let index = 0; index < people - 1; index++) {
      const member = new CrowdMember(index, footage, place);
      crowd.push(member);
      // One by one: a transport at a time is made so that it takes packets from here.
      await member.begin(place);
    }
    await context.addInitScript(KEEP_NAMES);
    await context.addInitScript(prepare);
    const page = await context.newPage();
    await enter(page, makeLink(site.origin, linkSecret));
    await page
      .locator("[data-testid=tile]")
      .nth(people - 1)
      .waitFor({ timeout: 60_000 });
    await page.waitForTimeout(SETTLE_MS);
    const before = await countersOf(page);
    await page.waitForTimeout(ms);
    const after = await countersOf(page);
    const seconds = (after.at - before.at) / 1_000;
    const box = await page.locator('[data-testid=tile][data-self="false"]').first().boundingBox();
    return {
      received: (8 * (after.bytes - before.bytes)) / seconds,
      full: 8 * crowd.reduce((sum, { fullBytesPerSecond }) => sum + fullBytesPerSecond, 0),
      tile: `${Math.round(box?.width ?? 0)}×${Math.round(box?.height ?? 0)}`,
      moving: Object.entries(after.decoded).filter(
        ([id, frames]) => frames - (before.decoded[id] ?? 0) > 5 * seconds,
      ).length,
    };
  } finally {
    for (const member of crowd) member.close();
    await context.close();
    site.close();
    await rm(folder, { recursive: true, force: true });
    await sfu.close();
    await keyserver.close();
  }
}

/** In the page, before its scripts: no devices, and the connections are kept. */
function prepare(): void {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no device", "NotFoundError"));
  const connections: RTCPeerConnection[] = [];
  Object.assign(window, { connections });
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
}

async function enter(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByTestId("name-input").fill("Receiver");
  await page.getByTestId("join-button").click();
}

interface Counters {
  readonly at: number;
  readonly bytes: number;
  readonly decoded: Readonly<Record<string, number>>;
}

async function countersOf(page: Page): Promise<Counters> {
  return await page.evaluate(async () => {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] };
    let bytes = 0;
    const decoded: Record<string, number> = {};
    for (const connection of connections) {
      for (const entry of (await connection.getStats()).values() as Iterable<RTCStats>) {
        if (entry.type !== "inbound-rtp") continue;
        const rtp = entry as RTCInboundRtpStreamStats & { headerBytesReceived?: number };
        bytes += (rtp.bytesReceived ?? 0) + (rtp.headerBytesReceived ?? 0);
        if (rtp.kind === "video") decoded[entry.id] = rtp.framesDecoded ?? 0;
      }
    }
    return { at: performance.now(), bytes, decoded };
  });
}

async function buildClient(keyserverPort: number, sfuPort: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "sotto-receive-"));
  process.env["SOTTO_KEYSERVER_URL"] = `ws://127.0.0.1:${keyserverPort}`;
  process.env["SOTTO_SFU_URL"] = `ws://127.0.0.1:${sfuPort}`;
  process.env["SOTTO_ROTATE_SECONDS"] = String(ROTATE_SECONDS);
  await build({
    root: fileURLToPath(new URL("../../../client", import.meta.url)),
    logLevel: "warn",
    build: { outDir: folder, emptyOutDir: true },
  });
  return folder;
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no port"));
        else resolve(address.port);
      });
    });
  });
}
