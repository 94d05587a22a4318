import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import { type LinkSecret, makeLink } from "@sotto/shared/ids";
import { type Chromium, launchChromium } from "../../bench/browser/chromium.ts";
import { serveFolder } from "../../bench/browser/site.ts";
import { Histogram, quantilesOf } from "../measure/index.ts";
import type { Results } from "./results.ts";

/** Where Sotto's page is, for browsers to open. */
export interface WebSite {
  readonly origin: string;
  close(): Promise<void>;
}

/** How long a page may take until it shows the call, ms. */
const JOIN_MS = 60_000;

/** Builds the page for these servers as it is shipped, and serves it on the loopback. */
export async function ownWebSite(
  keyserverUrl: string,
  sfuUrl: string,
  rotateSeconds: number,
): Promise<WebSite> {
  const { build } = await import("vite");
  const folder = await mkdtemp(join(tmpdir(), "sotto-load-"));
  Object.assign(process.env, {
    SOTTO_KEYSERVER_URL: keyserverUrl,
    SOTTO_SFU_URL: sfuUrl,
    SOTTO_ROTATE_SECONDS: String(rotateSeconds),
  });
  await build({
    root: fileURLToPath(new URL("../../../client", import.meta.url)),
    logLevel: "warn",
    build: { outDir: folder, emptyOutDir: true },
  });
  const site = await serveFolder(folder);
  return {
    origin: site.origin,
    close: async () => {
      site.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Real Chromium participants with its made-up camera and microphone, beside the headless ones. */
export class BrowserCrowd {
  readonly #chromium: Chromium;
  readonly #contexts: BrowserContext[] = [];
  readonly #pages: Page[] = [];
  readonly #joins = new Histogram();

  private constructor(chromium: Chromium) {
    this.#chromium = chromium;
  }

  /** Has them join the call one after the other. @throws if there is no browser, or one does not get in */
  static async join(count: number, origin: string, linkSecret: LinkSecret): Promise<BrowserCrowd> {
    const crowd = new BrowserCrowd(await launchChromium());
    try {
      for (let index = 0; index < count; index++) await crowd.#join(index, makeLink(origin, linkSecret));
      return crowd;
    } catch (error) {
      await crowd.close();
      throw error;
    }
  }

  /** Pictures of others that all browsers have decoded so far. */
  async decoded(): Promise<number> {
    const each = await Promise.all(this.#pages.map((page) => page.evaluate(DECODED)));
    return each.reduce<number>((sum, frames) => sum + Number(frames), 0);
  }

  /** @param decodedPerSecond of all browsers together */
  results(decodedPerSecond: number): NonNullable<Results["browsers"]> {
    return { joined: this.#pages.length, joinMs: quantilesOf(this.#joins), decodedPerSecond };
  }

  async close(): Promise<void> {
    for (const context of this.#contexts) await context.close().catch(() => undefined);
    await this.#chromium.close();
  }

  async #join(index: number, link: string): Promise<void> {
    const context = await this.#chromium.browser.newContext({ locale: "en-GB" });
    this.#contexts.push(context);
    await context.addInitScript(KEEP_CONNECTIONS);
    const page = await context.newPage();
    await page.goto(link);
    await page.getByTestId("name-input").fill(`Browser ${index + 1}`);
    const begin = performance.now();
    await page.getByTestId("join-button").click();
    await page.locator('[data-testid="tile"][data-self="false"]').first().waitFor({ timeout: JOIN_MS });
    this.#joins.add(performance.now() - begin);
    this.#pages.push(page);
  }
}

/* In the page, as text: what compiles this file would put names into functions that the page does not have. */
const KEEP_CONNECTIONS = `
  window.connections = [];
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration) { super(configuration); window.connections.push(this); }
  };`;

const DECODED = `(async () => {
  let frames = 0;
  for (const connection of window.connections)
    for (const entry of (await connection.getStats()).values())
      if (entry.type === "inbound-rtp" && entry.kind === "video") frames += entry.framesDecoded ?? 0;
  return frames;
})()`;
