import { createReadStream } from "node:fs";
import { createServer, type Server } from "node:http";
import type { Page } from "playwright-core";
import { until } from "./until.ts";

const EXAMPLES = new URL("../../examples/", import.meta.url);

/**
 * Somebody else's web server: every path is a page that the test wrote. The page "narrow" comes with a policy that names
 * nobody but itself; "ana.png" is a picture; the demo page has its own files.
 */
export async function servePages(
  port: number,
  pages: ReadonlyMap<string, string>,
  picture: string,
): Promise<Server> {
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? "/", "http://page").pathname.slice(1);
    if (name === "ana.png") {
      createReadStream(picture).pipe(response);
      return;
    }
    if (/^two-calls\/page\.(js|css)$/.test(name)) {
      response.writeHead(200, { "content-type": name.endsWith("js") ? "text/javascript" : "text/css" });
      createReadStream(new URL(name, EXAMPLES)).pipe(response);
      return;
    }
    const page = pages.get(name);
    response.writeHead(page === undefined ? 404 : 200, {
      "content-type": "text/html; charset=utf-8",
      ...(name === "narrow" && { "permissions-policy": "camera=(self)" }),
    });
    response.end(page ?? "");
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

/** What pages write down of the events they get. */
export interface Heard {
  readonly heard: { readonly who: string; readonly name: string; readonly detail: unknown }[];
}

/** Waits for an event that the page has written down, and gives its detail. */
export async function untilHeard(page: Page, name: string, who?: string, detail?: object): Promise<unknown> {
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
    () => `the page hears ${name} (heard: ${all}; frames: ${page.frames().length - 1})`,
  );
  return found?.detail;
}

/** Pages that do not use the element as the documentation would. */
export function oddPages(sotto: string, link: string): ReadonlyMap<string, string> {
  const { hash, origin } = new URL(link);
  const narrow = `<!doctype html><script src="${sotto}/embed.js"></script>
    <sotto-call room="${link}" display-name="Ben" skip-prejoin></sotto-call>
    <script>
      window.heard = [];
      for (const name of ["joined", "device-error"])
        document.querySelector("sotto-call").addEventListener(name, ({ detail }) =>
          heard.push({ who: "element", name, detail }));
    </script>`;
  const order = `<!doctype html>
    <style>
      * { --elsewhere: url(//evil.example/) }
      #early { --sotto-accent: var(--elsewhere); --sotto-radius: 6px; --sotto-bg: red; }
    </style>
    <sotto-call id="early" settingsButton="off" participant-count="off"></sotto-call>
    <sotto-call id="wrong" room="nonsense" displayname="${"x".repeat(500)}" layout="?"></sotto-call>
    <sotto-call id="hidden" hidden loading="lazy" room="${link}"></sotto-call>
    <script>
      window.heard = [];
      const early = document.querySelector("#early");
      Object.assign(early, { theme: "dark", preload: true, token: "${hash.slice(4)}" });
      Object.assign(early, { config: { displayName: "Early", video: false }, userInfo: { externalId: "1" } });
      for (const who of ["early", "wrong"])
        for (const name of ["ready", "joined", "error"])
          document.getElementById(who).addEventListener(name, ({ detail }) => heard.push({ who, name, detail }));
      early.room = "${origin}/";
    </script>
    <script src="${sotto}/embed.js"></script>`;
  return new Map([
    ["narrow", narrow],
    ["order", order],
  ]);
}

/** Runs in an embedding page: tries to reach into its frames, and gives what came of each try. */
export function reachIntoFrames(): Record<string, string> {
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
}
