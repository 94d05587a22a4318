import type { Browser, BrowserContext, Page } from "playwright-core";
import { type FakeDevices, installFakeDevices } from "./fakeDevices.ts";
import { until } from "./until.ts";
import { listenToSounds, lookAtTiles, type SeenTile, untilHeard, untilSeen } from "./senses.ts";

export { until } from "./until.ts";

/** Somebody in a browser of their own, who does what a person does: opens a link, types a name, clicks. */
export class Participant {
  readonly page: Page;
  readonly name: string;
  /** Everything that the page's WebSockets received and sent as text, and every ICE candidate it was given. */
  readonly received: string[] = [];
  readonly consoleLines: string[] = [];
  readonly requestedUrls: string[] = [];
  private readonly context: BrowserContext;

  private constructor(name: string, context: BrowserContext, page: Page) {
    this.name = name;
    this.context = context;
    this.page = page;
    page.on("console", (line) => this.consoleLines.push(line.text()));
    page.on("pageerror", (error) => this.consoleLines.push(`page error: ${error.message}`));
    page.on("request", (request) => this.requestedUrls.push(request.url()));
    page.on("websocket", (socket) => {
      socket.on("framereceived", ({ payload }) => {
        this.received.push(typeof payload === "string" ? payload : payload.toString("latin1"));
      });
    });
  }

  /** @param sabotage runs in the page before anything else */
  static async open(
    browser: Browser,
    name: string,
    devices: FakeDevices,
    sabotage?: () => void,
  ): Promise<Participant> {
    const context = await browser.newContext({ viewport: { width: 1120, height: 700 }, locale: "en-GB" });
    await context.addInitScript(installFakeDevices, devices);
    if (sabotage !== undefined) await context.addInitScript(sabotage);
    const page = await context.newPage();
    return new Participant(name, context, page);
  }

  /** Opens the link, types the name and joins; resolves when the call is on screen with encryption in place. */
  async join(link: string): Promise<void> {
    await this.enter(link);
    await this.untilEncrypted();
  }

  /** Opens the link, types the name and presses the button. */
  async enter(link: string): Promise<void> {
    // A link to the page that is open already would only change its fragment.
    await this.page.goto("about:blank");
    await this.page.goto(link);
    await this.fillIn();
  }

  /** Types the name into the page before the call, and presses the button. */
  async fillIn(): Promise<void> {
    try {
      await this.page.getByTestId("name-input").fill(this.name);
    } catch (error) {
      const seen = await this.page.locator("body").innerText();
      const lines = [`on screen: ${seen}`, ...this.consoleLines, ...this.requestedUrls];
      throw new Error(`the page before the call is not there\n${lines.join("\n")}`, { cause: error });
    }
    await this.page.getByTestId("join-button").click();
  }

  async untilEncrypted(): Promise<void> {
    await this.page.locator('[data-testid="encryption-badge"][data-epoch]').waitFor({ timeout: 30_000 });
  }

  /** The number of the epoch that the badge shows. */
  async epoch(): Promise<number> {
    return Number(await this.page.getByTestId("encryption-badge").getAttribute("data-epoch"));
  }

  /** Opens the encryption panel, reads the call code and the epoch it belongs to, and closes the panel. */
  async callCode(): Promise<{ epoch: number; digits: string }> {
    await this.page.getByTestId("encryption-badge").click();
    await this.page.getByTestId("call-code").waitFor();
    const read = await this.page.getByTestId("call-code").evaluate((code) => ({
      epoch: Number(code.getAttribute("data-epoch")),
      digits: code.textContent.replace(/\D/g, ""),
    }));
    await this.page.keyboard.press("Escape");
    await this.page.getByTestId("encryption-panel").waitFor({ state: "detached" });
    return read;
  }

  async untilEpoch(atLeast: number): Promise<void> {
    await this.page.waitForFunction(
      (epoch) =>
        Number(document.querySelector("[data-testid=encryption-badge]")?.getAttribute("data-epoch")) >= epoch,
      atLeast,
      { timeout: 60_000 },
    );
  }

  /** Waits for a message of this code on screen. */
  async untilBanner(code: string): Promise<void> {
    await this.page
      .locator(`[data-testid="banner"][data-code="${code}"]`)
      .first()
      .waitFor({ timeout: 40_000 });
  }

  async untilNoBanner(code: string): Promise<void> {
    await this.page
      .locator(`[data-testid="banner"][data-code="${code}"]`)
      .first()
      .waitFor({ state: "detached", timeout: 60_000 });
  }

  /** Names in the people list, in its order. */
  async people(): Promise<string[]> {
    return await this.page
      .locator('[data-testid="tile"]')
      .evaluateAll((tiles) => tiles.map((tile) => tile.getAttribute("data-name") ?? ""));
  }

  /** Waits until exactly these are on screen, in this order. */
  async untilPeople(names: readonly string[]): Promise<void> {
    let seen: string[] = [];
    await until(
      async () => {
        seen = await this.people();
        return seen.length === names.length && seen.every((name, index) => name === names[index]);
      },
      () => `${this.name} has ${names.join(", ")} on screen (last: ${seen.join(", ")})`,
    );
  }

  /** Looks at every tile's picture, as drawn. */
  async look(): Promise<SeenTile[]> {
    return await this.page.evaluate(lookAtTiles);
  }

  /** The strongest pitch in each remote sound that plays, Hz, in no order. */
  async listen(): Promise<number[]> {
    return await this.page.evaluate(listenToSounds);
  }

  /** Waits until the tile of `name` shows a picture of about this hue. */
  async untilSees(name: string, hue: number): Promise<void> {
    await untilSeen(this, name, hue);
  }

  /** Waits until exactly these tones are heard, each from a sound of its own. */
  async untilHears(tones: readonly number[]): Promise<void> {
    await untilHeard(this, tones);
  }

  /** Begins to note when each remote tile shows a new frame. */
  async watchFrames(): Promise<void> {
    await this.page.evaluate(() => {
      const shown: Record<string, number[]> = {};
      Object.assign(window, { shownFrames: shown });
      for (const tile of document.querySelectorAll('[data-testid="tile"]:not([data-self="true"])')) {
        const video = tile.querySelector("video");
        const times: number[] = [];
        shown[tile.getAttribute("data-name") ?? ""] = times;
        const note = (): void => {
          times.push(performance.now());
          video?.requestVideoFrameCallback(note);
        };
        video?.requestVideoFrameCallback(note);
      }
    });
  }

  /** For each watched tile: how many frames it showed, and the longest time between two, ms. */
  async watched(): Promise<Record<string, { frames: number; longestGap: number }>> {
    return await this.page.evaluate(() => {
      const { shownFrames } = window as unknown as { shownFrames: Record<string, number[]> };
      const entries = Object.entries(shownFrames).map(([name, times]) => {
        const all = [...times, performance.now()];
        const gaps = all.slice(1).map((time, index) => time - (all[index] ?? 0));
        return [name, { frames: times.length, longestGap: Math.round(Math.max(0, ...gaps)) }] as const;
      });
      return Object.fromEntries(entries);
    });
  }

  /** Addresses of all remote ICE candidates that the page's peer connections know. */
  async remoteCandidateAddresses(): Promise<string[]> {
    return await this.page.evaluate(async () => {
      const { connections } = window as unknown as { connections: RTCPeerConnection[] };
      const addresses: string[] = [];
      for (const connection of connections) {
        for (const stats of (await connection.getStats()).values() as Iterable<
          RTCStats & { address?: string }
        >) {
          if (stats.type === "remote-candidate") addresses.push(stats.address ?? "");
        }
      }
      return addresses;
    });
  }

  async leave(): Promise<void> {
    await this.page.getByTestId("leave-button").click();
  }

  /** Ends the page's process: nothing is said to anybody. */
  async crash(): Promise<void> {
    const session = await this.context.newCDPSession(this.page);
    const crashed = new Promise((resolve) => this.page.once("crash", resolve));
    // There is nobody left to answer.
    session.send("Page.crash").catch(() => undefined);
    await crashed;
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
