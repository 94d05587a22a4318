/** Systems whose settings for microphone and camera are in different places. */
export type System = "windows" | "macos" | "linux" | "android" | "ios" | "chromeos" | "other";

/** Browsers whose permissions are in different places: on phones the system decides where. */
export type BrowserKind = "chromium" | "firefox" | "safari" | "android" | "ios" | "other";

/** Where this page runs, as far as help for its settings has to know. Nothing else may depend on it. */
export interface Platform {
  readonly system: System;
  readonly browser: BrowserKind;
}

/** Reads it from what the browser says of itself; "other" where that is not understood. */
export function platformOf({
  userAgent,
  maxTouchPoints = 0,
}: Partial<Pick<Navigator, "userAgent" | "maxTouchPoints">>): Platform {
  const system = systemOf(userAgent ?? "", maxTouchPoints);
  if (system === "android" || system === "ios") return { system, browser: system };
  return { system, browser: desktopBrowserOf(userAgent ?? "") };
}

function systemOf(userAgent: string, maxTouchPoints: number): System {
  if (/iPhone|iPad|iPod/.test(userAgent)) return "ios";
  // Tablets of that kind call themselves desktop computers, which have no touch.
  if (/Macintosh/.test(userAgent)) return maxTouchPoints > 1 ? "ios" : "macos";
  if (/Android/.test(userAgent)) return "android";
  if (/Windows/.test(userAgent)) return "windows";
  if (/CrOS/.test(userAgent)) return "chromeos";
  return /Linux|X11/.test(userAgent) ? "linux" : "other";
}

function desktopBrowserOf(userAgent: string): BrowserKind {
  if (/Firefox\//.test(userAgent)) return "firefox";
  if (/Chrome\//.test(userAgent)) return "chromium";
  return /Safari\//.test(userAgent) ? "safari" : "other";
}

const SETTINGS_PAGES = {
  windows: { microphone: "ms-settings:privacy-microphone", camera: "ms-settings:privacy-webcam" },
  macos: {
    microphone: "x-apple.systempreferences:com.apple.preference.security?Privacy_Microphone",
    camera: "x-apple.systempreferences:com.apple.preference.security?Privacy_Camera",
  },
} as const;

/** The address that opens the system's settings for a device, where the system has one. */
export function systemSettings(system: System, kind: "microphone" | "camera"): string | undefined {
  return system === "windows" || system === "macos" ? SETTINGS_PAGES[system][kind] : undefined;
}
