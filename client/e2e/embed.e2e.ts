import type { Server } from "node:http";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { type Heard, oddPages, reachIntoFrames, servePages, untilHeard } from "./harness/embeddingPages.ts";
import { buildOwnInterface, bundleReactExample, documentedExamples } from "./harness/examplePages.ts";
import { installFakeDevices } from "./harness/fakeDevices.ts";
import { newLinkSecret } from "./harness/link.ts";
import { Participant, until } from "./harness/participant.ts";
import { freePort } from "./harness/ports.ts";
import { keyserverProcess, sfuProcess } from "./harness/serverProcess.ts";
import { serveSite, type Site } from "./harness/site.ts";

const client = inject("client");
const DEVICES = { hue: 200, tone: 500 };
const DEMO = new URL("../examples/two-calls/index.html", import.meta.url);
/** Pictures for people to look at; nobody compares them. */
const SCREENSHOTS = process.env["SOTTO_SCREENSHOTS"] ?? "screenshots";
const LOOKS = [
  ["light", 1120, "light"],
  ["dark", 1120, "dark"],
  ["phone", 320, "light"],
  ["phone-dark", 390, "dark"],
] as const;
/** The least that a sandboxed frame needs. */
const SANDBOX = "allow-scripts allow-same-origin allow-popups allow-forms allow-modals";
describe("a call in another page", () => {
  const keyserver = keyserverProcess(client);
  const sfu = sfuProcess(client);
  const pages = new Map<string, string>();
  const servers: Server[] = [];
  const embedding = `http://127.0.0.1:${client.embeddingPort}`;
  const link = makeLink(`http://127.0.0.1:${client.sitePort}`, newLinkSecret());
  const secondLink = makeLink(`http://127.0.0.1:${client.sitePort}`, newLinkSecret());
  let hostile: string;
  let browser: Browser;
  let site: Site;

  beforeAll(async () => {
    await Promise.all([keyserver.start(), sfu.start(), buildOwnInterface(client)]);
    site = await serveSite(client.folder, client.sitePort);
    for (const [name, code] of await documentedExamples()) {
      const here = code
        .replaceAll("#/r/SECOND", new URL(secondLink).hash)
        .replaceAll("#/r/ROOM", new URL(link).hash)
        .replaceAll("https://calls.example", site.origin)
        .replaceAll("calls.example", new URL(site.origin).host);
      pages.set(name, name === "react" ? await bundleReactExample(here) : here);
    }
    for (const [name, page] of oddPages(site.origin, link)) pages.set(name, page);
    pages.set("empty", "<!doctype html><title>A page</title>");
    const hostilePort = await freePort();
    hostile = `http://127.0.0.1:${hostilePort}`;
    for (const port of [client.embeddingPort, hostilePort])
      servers.push(await servePages(port, pages, join(client.folder, "icon-192.png")));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    await keyserver.kill();
    await sfu.kill();
  });

  async function open(address: string, before?: () => void): Promise<Page> {
    const context = await browser.newContext({ locale: "en-GB" });
    await context.addInitScript(installFakeDevices, DEVICES);
    if (before !== undefined) await context.addInitScript(before);
    const page = await context.newPage();
    await page.goto(address);
    return page;
  }

  /** Frames of Sotto that the page has by now. */
  function framesOf(page: Page): Frame[] {
    return page.frames().filter((frame) => frame !== page.mainFrame() && frame.url().startsWith(site.origin));
  }

  test("two of them, by the element and by the function: events arrive, methods act, nothing else is given", async () => {
    const other = await Participant.open(browser, "Ben", { hue: 120, tone: 660 });
    await other.join(link);
    const page = await open(`${embedding}/two`);
    await untilHeard(page, "joined", "element");
    await untilHeard(page, "joined", "function");
    // What scripts find in the page's markup is the room's address without its key.
    const secret = link.slice(link.indexOf("#/r/") + 4);
    const markup = await page.evaluate(() => document.documentElement.outerHTML);
    expect(await page.locator("sotto-call").getAttribute("room")).toBe(`${site.origin}/`);
    expect(markup.replace(/<script[\s\S]*?<\/script>/g, "")).not.toContain(secret);

    await other.untilSees("Ana", DEVICES.hue);
    await page.evaluate(async () => {
      const call = document.querySelector("sotto-call") as unknown as Record<
        string,
        (on?: unknown) => Promise<void>
      >;
      await call["toggleMicrophone"]?.(false);
      await call["sendChatMessage"]?.("from the page");
      await call["toggleChat"]?.(true);
    });
    await untilHeard(page, "microphone-toggle", "element", { enabled: false });
    await untilHeard(page, "chat-toggle", "element");
    const message = await untilHeard(page, "message", "element");
    expect(Object.keys(message as object).sort()).toEqual(["from", "mine"]);
    const told = await page.evaluate(() =>
      JSON.stringify([(window as unknown as Heard).heard, performance.getEntries()]),
    );
    expect(told).not.toContain("from the page");
    expect(told).not.toContain(secret);
    const pressed = framesOf(page).map((frame) =>
      frame.getByTestId("mic-toggle").getAttribute("aria-pressed"),
    );
    expect(await Promise.all(pressed)).toContain("false");

    await page.evaluate(async () => {
      await (document.querySelector("sotto-call") as unknown as { leave(): Promise<void> }).leave();
    });
    expect(await untilHeard(page, "left", "element")).toEqual({ reason: "call/left" });
    await until(
      async () => (await other.people()).length === 1,
      () => "Ben is alone again",
    );
    await page.context().close();
    await other.close();
  });

  test("by code written for Jitsi's API, and in a frame without any script", async () => {
    const page = await open(`${embedding}/jitsi`);
    await untilHeard(page, "videoConferenceJoined");
    await page.evaluate(() => {
      (window as unknown as { api: { executeCommand(name: string): void } }).api.executeCommand(
        "toggleAudio",
      );
    });
    expect(await untilHeard(page, "audioMuteStatusChanged")).toEqual({
      muted: expect.any(Boolean) as boolean,
    });
    await page.evaluate(() => {
      (window as unknown as { api: { executeCommand(name: string): void } }).api.executeCommand("hangup");
    });
    await untilHeard(page, "readyToClose");
    pages.set("sandboxed", (pages.get("iframe") ?? "").replace("<iframe", `<iframe sandbox="${SANDBOX}"`));
    const frame = page.frameLocator("iframe");
    await page.goto(`${embedding}/iframe`);
    await frame.getByTestId("join-button").waitFor();
    await page.goto(`${embedding}/sandboxed`);
    await frame.getByTestId("name-input").fill("Ana");
    await frame.getByTestId("join-button").click();
    await frame.locator('[data-testid="encryption-badge"][data-epoch]').waitFor();
    await page.context().close();
  });

  test("by markup made for Whereby; pages tell each other of their people, and hear what they withhold", async () => {
    const page = await open(`${embedding}/whereby`);
    await untilHeard(page, "ready");
    const [frame] = framesOf(page);
    await frame?.getByTestId("join-button").click();
    await untilHeard(page, "join", "whereby");
    expect(await frame?.getByTestId("chat-toggle").count()).toBe(0);
    expect(await frame?.getByTestId("mic-toggle").getAttribute("aria-pressed")).toBe("false");
    await page.evaluate(() => {
      (document.querySelector("sotto-call") as unknown as { toggleMicrophone(): void }).toggleMicrophone();
    });
    await untilHeard(page, "microphone_toggle", "whereby", { enabled: true });

    const other = await open(`${embedding}/narrow`);
    await untilHeard(other, "joined");
    // A policy that does not name Sotto keeps the camera from it, and this is said to the page and to the person.
    expect(await untilHeard(other, "device-error")).toEqual({ kind: "camera", type: "page-policy" });
    expect(
      await other.evaluate<object[]>("heard.filter(({ name }) => name === 'device-error')"),
    ).toHaveLength(1);
    await untilHeard(page, "participant_join", "whereby");
    const picture = `data:image/jpeg;base64,`;
    await until(
      async () =>
        await other.evaluate(async (begin) => {
          const call = document.querySelector("sotto-call") as unknown as {
            getParticipants(): Promise<Record<string, string>[]>;
          };
          const ana = (await call.getParticipants()).find(({ displayName }) => displayName === "Ana");
          return (
            ana?.["externalId"] === "customer-17" &&
            ana["metadata"] === "gold" &&
            ana["avatarUrl"]?.startsWith(begin) === true
          );
        }, picture),
      () => "the other page knows the card",
    );
    const drawn = framesOf(other)[0]?.locator('[data-testid="tile"][data-name="Ana"]');
    await page.evaluate(async () => {
      await (
        document.querySelector("sotto-call") as unknown as { toggleCamera(on: boolean): Promise<void> }
      ).toggleCamera(false);
    });
    const image = drawn?.locator("img");
    await image?.waitFor();
    expect(
      await image?.evaluate((img) => [(img as HTMLImageElement).naturalWidth, img.getAttribute("src")]),
    ).toEqual([128, expect.stringMatching(/^data:/) as string]);
    await page.evaluate("document.querySelector('sotto-call').leaveRoom()");
    expect(await untilHeard(page, "leave", "whereby")).toEqual({ removed: false });
    await other.context().close();
    await page.context().close();
  });

  test("by an element that takes what it is given, in any order, and never throws", async () => {
    const page = await open(`${embedding}/order`);
    const errors: string[] = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    await page.reload();
    await untilHeard(page, "ready");
    const [frame] = framesOf(page);
    // Set before the element was defined; nothing is drawn before join().
    expect(
      await frame?.evaluate(() => [
        document.body.innerText.trim(),
        document.documentElement.style.colorScheme,
      ]),
    ).toEqual(["", "dark"]);
    const tokens = await frame?.evaluate(() => {
      const style = getComputedStyle(document.documentElement);
      return ["--bg", "--accent", "--radius"].map((name) => style.getPropertyValue(name).trim());
    });
    expect(tokens).toEqual(["#0f1819", "#83d3c2", "6px"]);
    await page.evaluate("document.querySelector('#early').join()");
    await untilHeard(page, "joined");
    await frame?.getByTestId("more-button").click();
    await frame?.getByTestId("more-encryption").waitFor();
    expect(await frame?.getByTestId("more-settings").count()).toBe(0);
    expect(await frame?.getByTestId("people-count").count()).toBe(0);
    await page.keyboard.press("Escape");
    await page.evaluate("document.querySelector('#early').openSettings('statistics')");
    await frame?.getByTestId("sheet-close").waitFor();
    expect(await page.evaluate("document.querySelector('#early').token")).toBe("");
    expect(await untilHeard(page, "error", "wrong")).toMatchObject({ name: "embed/bad-server", fatal: true });
    expect(await page.locator("#wrong").isVisible()).toBe(true);
    expect(await page.locator("#hidden").isVisible()).toBe(false);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("by React, which takes it away again; and an interface of its own is in the same call", async () => {
    const own = await open(`${site.origin}/own/index.html${new URL(link).hash}`);
    const state = own.locator("#state");
    await state.filter({ hasText: "joined, encrypted" }).waitFor();
    const page = await open(`${embedding}/react`);
    await untilHeard(page, "joined", "react");
    await until(
      async () =>
        await own
          .locator('video[title="Ana"]')
          .evaluateAll(
            (videos) => videos.filter((video) => (video as HTMLVideoElement).videoWidth > 0).length === 2,
          ),
      () => "both are seen in the other interface",
    );
    await page.evaluate(async () => {
      const { call } = window as unknown as { call: { toggleCamera(on: boolean): Promise<void> } };
      await call.toggleCamera(false);
    });
    await page.evaluate(() => {
      (window as unknown as { root: { unmount(): void } }).root.unmount();
    });
    expect(await page.locator("iframe").count()).toBe(0);
    await until(
      async () => (await own.locator("video").count()) === 1,
      () => "the call in the page is gone with its frame",
    );
    await own.locator("#leave").click();
    await page.context().close();
    await own.context().close();
  });

  test("two of them in the demo page, which looks as it should", async () => {
    pages.set("two-calls/index.html", await readFile(DEMO, "utf8"));
    const page = await open(`${embedding}/two-calls/index.html?sotto=${site.origin}`);
    const states = page.locator(".state");
    await states.filter({ hasText: "Ready" }).nth(1).waitFor();
    const look = async () => {
      for (const [name, width, colorScheme] of LOOKS) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name).toBe(0);
        await page.screenshot({ path: join(SCREENSHOTS, `embedding-${name}.png`), fullPage: true });
      }
    };
    // Neither frame takes the focus from the page.
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BODY");
    for (const frame of framesOf(page)) await frame.getByTestId("join-button").click();
    await states.filter({ hasText: "In the call as" }).nth(1).waitFor();
    await page.getByRole("button", { name: "Chat" }).first().click();
    const panels = async () =>
      await Promise.all(framesOf(page).map((frame) => frame.getByTestId("chat-panel").count()));
    await until(
      async () => (await panels()).toSorted().join() === "0,1",
      () => "one of the calls shows its chat",
    );
    await look();
    await page.getByRole("button", { name: "Leave" }).nth(1).click();
    await states.filter({ hasText: "You have left" }).waitFor();
    await page.context().close();
  });

  test("gives a hostile page neither keys nor pictures nor words", async () => {
    const page = await open(`${embedding}/two`);
    await untilHeard(page, "joined", "element");
    await untilHeard(page, "joined", "function");
    const seen = await page.evaluate(reachIntoFrames);
    for (const [name, outcome] of Object.entries(seen)) expect(outcome, name).toBe("SecurityError");

    // A second handshake, forged in every way that a page can: the frame's state stays as it was.
    await page.evaluate(() => {
      const { port1, port2 } = new MessageChannel();
      const answers: unknown[] = [];
      port1.onmessage = ({ data }) => answers.push(data);
      port1.postMessage({ type: "ask", id: 1, method: "getState", args: [] });
      Object.assign(window, { answers });
      const nonce = "0".repeat(32);
      window.frames[0]?.postMessage({ sotto: "connect", version: 1, nonce, options: {} }, "*", [port2]);
      window.frames[0]?.postMessage({ type: "ask", id: 1, method: "leave", args: [] }, "*");
    });
    // The true channel goes on, and has been answered after the forged one could have been.
    const phases = await page.evaluate<string[]>(
      'Promise.all([document.querySelector("sotto-call"), call].map(async (each) => (await each.getState()).phase))',
    );
    expect(phases).toEqual(["joined", "joined"]);
    expect(await page.evaluate(() => (window as unknown as { answers: unknown[] }).answers)).toEqual([]);
    await page.context().close();
  });

  test("is refused to an origin that is not on the list, whatever it says it is", async () => {
    const page = await open(`${hostile}/empty`);
    const secret = link.slice(link.indexOf("#/r/") + 4);
    const nonce = "ab".repeat(16);
    for (const address of [
      `${site.origin}/`,
      `${site.origin}/#/r/${secret}`,
      `${site.origin}/embed.html#/r/${secret}`,
      `${site.origin}/embed.html#/e/${nonce}/${encodeURIComponent(hostile)}/r/${secret}`,
      `${site.origin}/embed.html#/e/${nonce}/${encodeURIComponent(embedding)}/r/${secret}`,
    ]) {
      await page.evaluate((src) => {
        document.body.replaceChildren();
        Object.assign(window, { greetings: [] });
        onmessage = ({ data }) => (window as unknown as { greetings: unknown[] }).greetings.push(data);
        const iframe = document.createElement("iframe");
        Object.assign(iframe, { src, allow: "camera *; microphone *" });
        document.body.append(iframe);
      }, address);
      const frame = page.frameLocator("iframe");
      await frame.getByTestId("framed").waitFor();
      expect(await frame.getByRole("button").count(), address).toBe(0);
      const way = frame.getByTestId("open-in-tab");
      expect(await way.getAttribute("target")).toBe("_blank");
      expect(await page.evaluate(() => (window as unknown as { greetings: unknown[] }).greetings)).toEqual(
        [],
      );
    }
    await page.context().close();
  });

  test("is a session about a shared screen by its link", async () => {
    const viewing = new URL(secondLink).hash.replace("#/r/", "#/w/");
    pages.set(
      "view",
      `<!doctype html><script src="${site.origin}/embed.js"></script>
      <sotto-call room="${site.origin}/${viewing}"></sotto-call>
      <script>
        window.heard = [];
        document.querySelector("sotto-call").addEventListener("joined", ({ detail }) =>
          heard.push({ who: "element", name: "joined", detail }));
      </script>`,
    );
    const presenter = await Participant.open(browser, "Ben", { hue: 120, tone: 660 });
    await presenter.join(secondLink);
    const page = await open(`${embedding}/view`);
    await untilHeard(page, "joined", "element");
    await presenter.close();
    const [frame] = framesOf(page);
    await frame?.getByTestId("session-page").waitFor();
    expect(
      await frame?.evaluate(() => (window as unknown as { givenTracks: unknown[] }).givenTracks),
    ).toEqual([]);
    await page.context().close();
  });
});
