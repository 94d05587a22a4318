import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import type { Host } from "./lab.ts";

/** Where Debian and others put Chromium; `SOTTO_CHROMIUM` comes first. */
const places = [
  process.env["SOTTO_CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** A display capture without a person to choose gives the tab itself, with its real pixels. */
export type FakeDisplay = "none" | "tab";

/** Starts a headless Chromium that may play sound unasked and talks to nobody but the test's own servers. */
export async function launchChromium(display: FakeDisplay = "none"): Promise<Browser> {
  return await launch(findChromium(), display);
}

/** Starts one that holds sound back until somebody has clicked, as people's own do. */
export async function launchChromiumAsShipped(): Promise<Browser> {
  // Of two, the latter holds.
  return await launch(findChromium(), "none", "--autoplay-policy=document-user-activation-required");
}

/** Starts one that draws in three dimensions without a graphics card. */
export async function launchChromiumWithWebGl(): Promise<Browser> {
  return await launch(findChromium(), "none", "--use-angle=swiftshader", "--enable-unsafe-swiftshader");
}

/** Starts one on a computer of the lab. It takes every certificate for good, and looks no names up. */
export async function launchChromiumOn(host: Host): Promise<Browser> {
  const more = [
    "--ignore-certificate-errors",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE 10.9.30.*",
  ];
  return await launch(host.program(findChromium()), "none", ...more);
}

function findChromium(): string {
  const found = places.find((place) => place !== undefined && existsSync(place));
  if (found === undefined) throw new Error("no Chromium found: set SOTTO_CHROMIUM to its path");
  return found;
}

async function launch(
  executablePath: string,
  display: FakeDisplay,
  ...more: readonly string[]
): Promise<Browser> {
  return await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--use-fake-device-for-media-stream${display === "tab" ? "=display-media-type=browser" : ""}`,
      "--use-fake-ui-for-media-stream",
      "--autoplay-policy=no-user-gesture-required",
      ...more,
    ],
  });
}
