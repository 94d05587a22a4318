import { existsSync } from "node:fs";
import puppeteer, { type Browser, type BrowserContext, type Page } from "puppeteer-core";
import { type FakeDevices, installFakeDevices } from "./fakeDevices.ts";
import { listenByRecording, lookAtTiles, type SeenTile, untilHeard, untilSeen } from "./senses.ts";

/** Where Debian and others put Firefox; `SOTTO_FIREFOX` comes first. */
const places = [process.env["SOTTO_FIREFOX"], "/usr/bin/firefox-esr", "/usr/bin/firefox"];

/** Pitch of everybody's microphone in Firefox, Hz. */
export const FIREFOX_TONE = 660;

/** Firefox's path, if there is one. */
export function findFirefox(): string | undefined {
  return places.find((place) => place !== undefined && existsSync(place));
}

/** Starts a headless Firefox that may use cameras and play sound unasked. */
export async function launchFirefox(): Promise<Browser> {
  const executablePath = findFirefox();
  if (executablePath === undefined) throw new Error("no Firefox found: set SOTTO_FIREFOX to its path");
  return await puppeteer.launch({
    browser: "firefox",
    executablePath,
    headless: true,
    extraPrefsFirefox: {
      "media.navigator.permission.disabled": true,
      "media.navigator.streams.fake": true,
      "media.navigator.audio.fake_frequency": FIREFOX_TONE,
      "media.autoplay.default": 0,
      "media.autoplay.blocking_policy": 0,
    },
  });
}

/** Somebody in Firefox: does with other means what `Participant` does in Chromium. */
export class FirefoxParticipant {
  readonly page: Page;
  readonly name: string;
  readonly consoleLines: string[] = [];
  private readonly context: BrowserContext;

  private constructor(name: string, context: BrowserContext, page: Page) {
    this.name = name;
    this.context = context;
    this.page = page;
    page.on("console", (line) => {
      // React's marks for profilers are no lines of text.
      if (["log", "warn", "error", "info", "debug"].includes(line.type()))
        this.consoleLines.push(line.text());
    });
    page.on("pageerror", (error) =>
      this.consoleLines.push(`page error: ${error instanceof Error ? error.message : String(error)}`),
    );
  }

  /** @param sabotage runs in the page before anything else */
  static async open(
    browser: Browser,
    name: string,
    { hue }: Pick<FakeDevices, "hue">,
    sabotage?: () => void,
  ): Promise<FirefoxParticipant> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width: 1120, height: 700 });
    await page.evaluateOnNewDocument(installFakeDevices, {
      hue,
      tone: FIREFOX_TONE,
      browserMicrophone: true,
    });
    if (sabotage !== undefined) await page.evaluateOnNewDocument(sabotage);
    return new FirefoxParticipant(name, context, page);
  }

  /** Opens the link, types the name and presses the button. */
  async enter(link: string): Promise<void> {
    await this.page.goto("about:blank");
    await this.page.goto(link);
    await this.page.locator('[data-testid="name-input"]').fill(this.name);
    await this.page.locator('[data-testid="join-button"]').click();
  }

  /** As `enter`; resolves when the call is on screen with encryption in place. */
  async join(link: string): Promise<void> {
    await this.enter(link);
    await this.page.waitForSelector('[data-testid="encryption-badge"][data-epoch]', { timeout: 30_000 });
  }

  /** Waits for a message of this code on screen. */
  async untilBanner(code: string): Promise<void> {
    await this.page.waitForSelector(`[data-testid="banner"][data-code="${code}"]`, { timeout: 40_000 });
  }

  async look(): Promise<SeenTile[]> {
    return await this.page.evaluate(lookAtTiles);
  }

  async listen(): Promise<number[]> {
    return await this.page.evaluate(listenByRecording);
  }

  /** Waits until the tile of `name` shows a picture of about this hue. */
  async untilSees(name: string, hue: number): Promise<void> {
    await untilSeen(this, name, hue);
  }

  /** Waits until exactly these tones are heard. */
  async untilHears(tones: readonly number[]): Promise<void> {
    await untilHeard(this, tones);
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
