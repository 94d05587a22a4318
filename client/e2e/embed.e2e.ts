import { createServer, type Server } from "node:http";
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { buildOwnInterface, bundleReactExample, documentedExamples } from "./harness/examplePages.ts";
import { installFakeDevices } from "./harness/fakeDevices.ts";
import { newLinkSecret } from "./harness/link.ts";
import { Participant, until } from "./harness/participant.ts";
import { freePort } from "./harness/ports.ts";
import { keyserverProcess, sfuProcess } from "./harness/serverProcess.ts";
import { serveSite, type Site } from "./harness/site.ts";

const client = inject("client");
const DEVICES = { hue: 200, tone: 500 };
/** Somebody else's web server: every path is a page that the test wrote. */
async function servePages(port: number, pages: ReadonlyMap<string, string>): Promise<Server> {
  const server = createServer((request, response) => {
    const page = pages.get((request.url ?? "/").slice(1));
    response.writeHead(page === undefined ? 404 : 200, { "content-type": "text/html; charset=utf-8" });
    response.end(page ?? "");
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

interface Heard {
  readonly heard: { readonly who: string; readonly name: string; readonly detail: unknown }[];
}

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
    pages.set("empty", "<!doctype html><title>A page</title>");
    const hostilePort = await freePort();
    hostile = `http://127.0.0.1:${hostilePort}`;
    servers.push(await servePages(client.embeddingPort, pages), await servePages(hostilePort, pages));
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

  async function untilHeard(page: Page, name: string, who?: string, detail?: object): Promise<unknown> {
    let found: Heard["heard"][number] | undefined;
    let all = "";
    await until(
      async () => {
        const heard = await page.evaluate(() => (window as unknown as Heard).heard);
        all = JSON.stringify(heard);
        found = heard.find(
          (event) =>
            event.name === name &&
            (who === undefined || event.who === who) &&
            (detail === undefined || JSON.stringify(event.detail) === JSON.stringify(detail)),
        );
        return found !== undefined;
      },
      () => `the page hears ${name} (heard: ${all}; frames: ${framesOf(page).length})`,
    );
    return found?.detail;
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
    const told = await page.evaluate(() => JSON.stringify((window as unknown as Heard).heard));
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
    await page.goto(`${embedding}/iframe`);
    await page.frameLocator("iframe").getByTestId("join-button").waitFor();
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

  test("gives a hostile page neither keys nor pictures nor words", async () => {
    const page = await open(`${embedding}/two`);
    await untilHeard(page, "joined", "element");
    await untilHeard(page, "joined", "function");
    const seen = await page.evaluate(() => {
      const attempts: Record<string, string> = {};
      const frames = [...Array(window.length).keys()].map((index) => window.frames[index]);
      const attempt = (name: string, read: (frame: Window) => unknown): void => {
        for (const frame of frames) {
          try {
            const value = read(frame as Window);
            attempts[name] = `read ${String(value)}`;
          } catch (error) {
            attempts[name] ??= error instanceof DOMException ? error.name : String(error);
          }
        }
      };
      attempt("document", (frame) => frame.document.body.innerText);
      attempt("address", (frame) => frame.location.href);
      attempt("storage", (frame) => frame.localStorage.length);
      attempt("databases", (frame) => frame.indexedDB);
      attempt("connections", (frame) => (frame as unknown as { connections: unknown }).connections);
      attempt("media", (frame) => frame.navigator.mediaDevices);
      attempt("shadow", () => {
        const root = document.querySelector("sotto-call")?.shadowRoot;
        if (root === null) throw new DOMException("closed", "SecurityError");
        return root;
      });
      return attempts;
    });
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
    const page = await open(`${embedding}/view`);
    await untilHeard(page, "joined", "element");
    const [frame] = framesOf(page);
    await frame?.getByTestId("session-page").waitFor();
    expect(
      await frame?.evaluate(() => (window as unknown as { givenTracks: unknown[] }).givenTracks),
    ).toEqual([]);
    await page.context().close();
  });
});
