import type { KeyPress, KeyboardPlace } from "../../state/shortcuts.ts";

/** What a key does in a session. */
export type SessionCommand = "share" | "fullScreen" | "copyLink" | "mute" | "previous" | "next";

/** The letters of a session; D shares as it does in a call. */
const KEYS: Readonly<Record<string, SessionCommand>> = {
  s: "share",
  d: "share",
  f: "fullScreen",
  c: "copyLink",
  m: "mute",
  h: "previous",
  l: "next",
};

/** What a key press does here, if anything: nothing in fields and dialogs, and nothing with Ctrl, ⌘ or Alt. */
export function sessionCommand(press: KeyPress, place: KeyboardPlace): SessionCommand | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey || press.repeat) return undefined;
  return place === "typing" || place === "dialog" ? undefined : KEYS[press.key.toLowerCase()];
}
