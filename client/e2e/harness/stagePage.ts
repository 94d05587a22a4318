import { join } from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { build } from "vite";
import { makeLink } from "@sotto/shared/ids";
import { withoutStyleElements } from "../../build/withoutStyleElements.ts";
import type { StageHands } from "../stagePage/main.tsx";
import { newLinkSecret } from "./link.ts";

declare global {
  interface Window {
    /** Only on the page of the stage. */
    stage: StageHands;
  }
}

/** Builds the app with a call that a test holds in its hand, beside the client, so that the same site serves both. */
export async function buildStagePage(folder: string): Promise<void> {
  await build({
    root: fileURLToPath(new URL("../stagePage", import.meta.url)),
    configFile: false,
    base: "/stage/",
    logLevel: "warn",
    plugins: [react(), withoutStyleElements()],
    worker: { format: "es" },
    build: { outDir: join(folder, "stage"), emptyOutDir: true, target: "es2023", assetsInlineLimit: 0 },
  });
}

export interface StageOptions {
  /** How many are in the call, oneself included. */
  readonly people: number;
  readonly context?: BrowserContextOptions;
  /** What the person chose the last time. */
  readonly choices?: object;
  /** Runs in the page before anything else. */
  readonly before?: () => void;
}

/** Opens the page and joins as Mara. */
export async function openStage(browser: Browser, origin: string, options: StageOptions): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    ...options.context,
  });
  await context.addInitScript((choices) => {
    // A reload keeps what was chosen since.
    if (localStorage.getItem("sotto.choices") !== null) return;
    localStorage.setItem("sotto.choices", JSON.stringify({ name: "Mara", ...choices }));
  }, options.choices ?? {});
  if (options.before !== undefined) await context.addInitScript(options.before);
  const page = await context.newPage();
  const room = new URL(makeLink(origin, newLinkSecret())).hash;
  await page.goto(`${origin}/stage/index.html?people=${options.people}${room}`);
  await page.getByTestId("join-button").click();
  await page.getByTestId("tile").first().waitFor();
  return page;
}
