import type { CaptureKind } from "./deviceList.ts";

/** What the browser's own settings say of a device on this page; undefined where it does not tell. */
export type AskPermission = (kind: CaptureKind) => Promise<PermissionState | undefined>;

/** Asks this browser. */
export const askPermission: AskPermission = async (kind) => {
  try {
    return (await navigator.permissions.query({ name: kind })).state;
  } catch {
    // No such question in this browser.
    return undefined;
  }
};
