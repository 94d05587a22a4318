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

/** A display capture without a person to choose gives the tab itself, with its real pixels. */
export type FakeDisplay = "none" | "tab";

/** Starts a headless Chromium that may play sound unasked and talks to nobody but the test's own servers. */
export async function launchChromium(display: FakeDisplay = "none"): Promise<Browser> {
  const executablePath = places.find((place) => place !== undefined && existsSync(place));
  if (executablePath === undefined) throw new Error("no Chromium found: set SOTTO_CHROMIUM to its path");
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
    ],
  });
}
