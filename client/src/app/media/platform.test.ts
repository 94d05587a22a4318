import { describe, expect, it } from "vitest";
import { platformOf, systemSettings } from "./platform.ts";

const GECKO = "rv:140.0) Gecko/20100101 Firefox/140.0";
const CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15";

describe("platform", () => {
  it.each([
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME}`, 0, "windows", "chromium"],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64; ${GECKO}`, 10, "windows", "firefox"],
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${SAFARI}`, 0, "macos", "safari"],
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${SAFARI}`, 5, "ios", "ios"],
    [`Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${SAFARI}`, 5, "ios", "ios"],
    [`Mozilla/5.0 (Linux; Android 10; K) ${CHROME}`, 5, "android", "android"],
    [`Mozilla/5.0 (Android 15; Mobile; ${GECKO}`, 5, "android", "android"],
    [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${CHROME}`, 0, "chromeos", "chromium"],
    [`Mozilla/5.0 (X11; Linux x86_64; ${GECKO}`, 0, "linux", "firefox"],
    ["something new", 0, "other", "other"],
  ] as const)("%s", (userAgent, maxTouchPoints, system, browser) => {
    expect(platformOf({ userAgent, maxTouchPoints })).toEqual({ system, browser });
  });

  it("opens settings only where the system has an address for them", () => {
    expect(systemSettings("windows", "camera")).toBe("ms-settings:privacy-webcam");
    expect(systemSettings("macos", "microphone")).toContain("Privacy_Microphone");
    expect(systemSettings("linux", "camera")).toBeUndefined();
  });
});
