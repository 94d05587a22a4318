import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchChromiumWithWebGl } from "./harness/browser.ts";
import { freePort } from "./harness/ports.ts";
import { serveSite, type Site } from "./harness/site.ts";
import type { ProcessorHands } from "./processorsPage/main.ts";

declare global {
  interface Window {
    /** Only on the page of this test. */
    processors: ProcessorHands;
  }
}

describe("what is done to pictures and sound before they are sent", () => {
  let folder: string;
  let site: Site;
  let browser: Browser;
  let page: Page;
  const requested: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "sotto-processors-"));
    await build({
      root: fileURLToPath(new URL("processorsPage", import.meta.url)),
      configFile: false,
      logLevel: "warn",
      worker: { format: "es" },
      build: { outDir: folder, emptyOutDir: true, target: "es2023", assetsInlineLimit: 0 },
    });
    site = await serveSite(folder, await freePort());
    browser = await launchChromiumWithWebGl();
    page = await browser.newPage();
    page.on("request", (request) => requested.push(request.url()));
    page.context().on("request", (request) => requested.push(request.url()));
    await page.goto(site.origin);
    await page.waitForFunction(() => "processors" in window);
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("nothing is loaded before something is started", () => {
    expect(site.requested.filter((path) => /wasm|tflite|worklet|mediapipe/i.test(path))).toEqual([]);
  });

  test("the room behind is replaced in every picture that comes out", async () => {
    const seen = await page.evaluate(() => window.processors.background("image", 5));
    expect(seen).toHaveLength(5);
    for (const { corner } of seen) {
      const [red, , blue] = corner;
      expect(blue).toBeGreaterThan(180);
      expect(red).toBeLessThan(60);
    }
  });

  test("the room behind is blurred in every picture that comes out", async () => {
    const seen = await page.evaluate(() => window.processors.background("blur", 5));
    // Stripes of red and white differ by 255 in green.
    for (const { contrast } of seen) expect(contrast).toBeLessThan(80);
  });

  test("noise is suppressed, and sound goes on coming", async () => {
    const { before, after, tracksEnd } = await page.evaluate(() => window.processors.noise());
    expect(before).toBeGreaterThan(0.05);
    expect(after).toBeGreaterThan(0);
    expect(after).toBeLessThan(0.7 * before);
    expect(tracksEnd).toBe(true);
  });

  test("a browser that cannot says so, and passes nothing on", async () => {
    expect(await page.evaluate(() => window.processors.unsupported())).toBe("processor/unsupported");
  });

  test("everything came from our own origin", () => {
    expect(site.requested.some((path) => path.endsWith(".tflite"))).toBe(true);
    expect(site.requested.some((path) => path.includes("rnnoise"))).toBe(true);
    const foreign = requested.filter((url) => !url.startsWith(site.origin) && !url.startsWith("blob:"));
    expect(foreign).toEqual([]);
  });
});
