import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import type { Browser as Firefox } from "puppeteer-core";
import { build } from "vite";
import type { Call, Person, StreamStats } from "../../src/sdk/index.ts";
import type { SdkJoin, SdkPage } from "../sdkPage/main.ts";
import type { BuiltClient } from "./build.ts";
import { until } from "./participant.ts";

/** Builds the page of the SDK beside the client, so that the same site serves both; once in a run. */
export async function buildSdkPage(client: BuiltClient): Promise<void> {
  const outDir = join(client.folder, "sdk");
  if (existsSync(outDir)) return;
  await build({
    root: fileURLToPath(new URL("../sdkPage", import.meta.url)),
    configFile: false,
    base: "/sdk/",
    logLevel: "warn",
    worker: { format: "es" },
    build: { outDir, emptyOutDir: true, target: "es2023", assetsInlineLimit: 0 },
  });
}

/** What plays in one element of the page. */
export interface Seen {
  readonly width: number;
  readonly height: number;
  /** Hue in the middle of the picture, degrees; undefined if it has no colour. */
  readonly hue: number | undefined;
  readonly frames: number;
}

export interface SdkWindow extends Window {
  sotto: SdkPage;
}

/** Somebody who uses the SDK without the app. */
export class SdkParticipant {
  readonly page: Page;
  readonly name: string;
  readonly consoleLines: string[] = [];
  readonly #context: { close(): Promise<void> };

  private constructor(name: string, context: { close(): Promise<void> }, page: Page) {
    this.name = name;
    this.#context = context;
    this.page = page;
    page.on("console", (line) => this.consoleLines.push(line.text()));
    page.on("pageerror", (error) => this.consoleLines.push(`page error: ${error.message}`));
  }

  static async open(
    browser: Browser,
    origin: string,
    name: string,
    before?: () => void,
  ): Promise<SdkParticipant> {
    const context = await browser.newContext();
    if (before !== undefined) await context.addInitScript(before);
    const page = await context.newPage();
    const participant = new SdkParticipant(name, context, page);
    await page.goto(`${origin}/sdk/index.html`);
    await until(
      () => page.evaluate(() => "sotto" in window),
      () => `the page of the SDK runs (${participant.consoleLines.join("; ")})`,
    );
    return participant;
  }

  /** The same in Firefox: what is asked of its page afterwards is asked in words that both drivers know. */
  static async openFirefox(firefox: Firefox, origin: string, name: string): Promise<SdkParticipant> {
    const context = await firefox.createBrowserContext();
    const page = await context.newPage();
    await page.goto(`${origin}/sdk/index.html`);
    await page.waitForFunction(() => "sotto" in window);
    return new SdkParticipant(name, context, page as unknown as Page);
  }

  /** Joins and waits until the key is there. */
  async join(
    client: BuiltClient,
    link: string,
    media: Pick<SdkJoin, "tone" | "camera"> & { options?: Partial<SdkJoin["options"]> } = {},
  ): Promise<void> {
    const { options, ...tracks } = media;
    const how: SdkJoin = {
      link,
      ...tracks,
      options: {
        displayName: this.name,
        servers: {
          keyserverUrl: `ws://127.0.0.1:${client.keyserverPort}`,
          sfuUrl: `ws://127.0.0.1:${client.sfuPort}`,
        },
        rotateSeconds: client.rotateSeconds,
        ...options,
      },
    };
    await this.page.evaluate((given) => {
      (window as unknown as SdkWindow).sotto.join(given);
    }, how);
    await until(
      async () => (await this.ask((call) => call.state.phase)) === "joined",
      () => `${this.name} joins`,
    );
  }

  /** Asks the call something, in the page. */
  async ask<T>(question: (call: Call) => T | Promise<T>): Promise<T> {
    const source = `(${question.toString()})(window.sotto.call)`;
    return await this.page.evaluate<T>(source);
  }

  /** Says how large somebody's picture is on screen, in device pixels; null for not at all. */
  async show(
    name: string,
    source: "camera" | "screen",
    size: { width: number; height: number } | null,
  ): Promise<void> {
    await this.page.evaluate(
      ([who, what, tile]) => {
        const { call } = (window as unknown as SdkWindow).sotto;
        const person = call?.state.people.find(({ displayName }) => displayName === who);
        if (person === undefined) throw new Error(`${who} is not here`);
        call?.view?.show(person.key, what, tile);
      },
      [name, source, size] as const,
    );
  }

  /** What is shown of somebody. */
  async person(name: string): Promise<Person | undefined> {
    return await this.page.evaluate(
      (who) =>
        (window as unknown as SdkWindow).sotto.call?.state.people.find(
          ({ displayName }) => displayName === who,
        ),
      name,
    );
  }

  /** Figures of the last second, once there are some. */
  async figures(isEnough: (figures: readonly StreamStats[]) => boolean): Promise<readonly StreamStats[]> {
    await this.page.evaluate(() => {
      (window as unknown as SdkWindow).sotto.measure();
    });
    let figures: readonly StreamStats[] = [];
    await until(
      async () => {
        figures = await this.page.evaluate(() => (window as unknown as SdkWindow).sotto.figures);
        return isEnough(figures);
      },
      () => `${this.name} is given figures (last: ${JSON.stringify(figures)})`,
    );
    return figures;
  }

  /** Codes of the notices so far. */
  async notices(): Promise<string[]> {
    return await this.page.evaluate(() => (window as unknown as SdkWindow).sotto.notices);
  }

  /** What is seen of somebody's camera or screen. */
  async look(name: string, source: "camera" | "screen" = "camera"): Promise<Seen | undefined> {
    return await this.page.evaluate((id) => {
      const video = document.getElementById(id);
      if (!(video instanceof HTMLVideoElement) || video.videoWidth === 0) return undefined;
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 1;
      const context = canvas.getContext("2d");
      if (context === null) throw new Error("no canvas");
      context.drawImage(video, video.videoWidth / 2, video.videoHeight / 2, 1, 1, 0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
      const max = Math.max(red, green, blue);
      const range = max - Math.min(red, green, blue);
      const sixth =
        max === red
          ? (green - blue) / range
          : max === green
            ? 2 + (blue - red) / range
            : 4 + (red - green) / range;
      return {
        width: video.videoWidth,
        height: video.videoHeight,
        hue: range < 40 ? undefined : Math.round((sixth * 60 + 360) % 360),
        frames: video.getVideoPlaybackQuality().totalVideoFrames,
      };
    }, `${name} ${source}`);
  }

  /** Waits until what is seen is as it should be. */
  async untilSees(
    name: string,
    source: "camera" | "screen",
    isRight: (seen: Seen) => boolean,
    timeoutMs = 30_000,
  ): Promise<Seen> {
    let last: Seen | undefined;
    await until(
      async () => {
        last = await this.look(name, source);
        return last !== undefined && isRight(last);
      },
      () => `${this.name} sees ${name}'s ${source} (last: ${JSON.stringify(last)})`,
      timeoutMs,
    );
    if (last === undefined) throw new Error("seen and not seen");
    return last;
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}

/** Whether a hue is about another. */
export function isHue(seen: number | undefined, wanted: number): boolean {
  if (seen === undefined) return false;
  const distance = Math.abs(seen - wanted) % 360;
  return Math.min(distance, 360 - distance) < 15;
}
