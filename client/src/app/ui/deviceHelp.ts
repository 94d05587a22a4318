import type { TFunction } from "i18next";
import type { CaptureKind } from "../media/deviceList.ts";
import { type Platform, platformOf } from "../media/platform.ts";
import type { DeviceErrorKind } from "../state/deviceError.ts";

/** Where in this browser or system a device is let through again; undefined where settings are not the reason. */
export function deviceHelp(
  t: TFunction,
  kind: CaptureKind,
  error: DeviceErrorKind,
  { browser, system }: Platform = platformOf(navigator),
): string | undefined {
  const device = t(`devices.${kind}`);
  if (error === "NotAllowed") return t(`deviceErrors.browser.${browser}`, { device });
  return error === "SystemBlocked" ? t(`deviceErrors.system.${system}`, { device }) : undefined;
}
