import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Where Debian and others put Chromium; `SOTTO_CHROMIUM` comes first. */
const places = [
  process.env["SOTTO_CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** A browser of our own, and the process that all of its other processes descend from. */
export interface Chromium {
  readonly browser: Browser;
  readonly pid: number;
  close(): Promise<void>;
}

/**
 * Starts a headless Chromium that slows no page down because another one is looked at.
 * @throws if there is none
 */
export async function launchChromium(): Promise<Chromium> {
  const executablePath = places.find((place) => place !== undefined && existsSync(place));
  if (executablePath === undefined) throw new Error("no Chromium found: set SOTTO_CHROMIUM to its path");
  const server = await chromium.launchServer({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-renderer-backgrounding",
      "--disable-background-timer-throttling",
      "--disable-backgrounding-occluded-windows",
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      "--autoplay-policy=no-user-gesture-required",
    ],
  });
  const { pid } = server.process();
  if (pid === undefined) throw new Error("Chromium has no process");
  return {
    browser: await chromium.connect(server.wsEndpoint()),
    pid,
    close: () => server.close(),
  };
}
