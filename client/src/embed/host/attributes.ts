import { CHROME, type ChromePart } from "../protocol/index.ts";
import type { CreateCallOptions } from "./createCall.ts";

/** Attributes of the element that say how a call begins. All of them may be written without hyphens, too. */
export const START_ATTRIBUTES = [
  "room",
  "server",
  "display-name",
  "lang",
  "audio",
  "video",
  "skip-prejoin",
  "layout",
  "mode",
  "minimal",
  "toolbar",
  ...CHROME,
] as const;

/** Everything the element watches. */
export const OBSERVED_ATTRIBUTES: readonly string[] = [
  "room",
  "server",
  "display-name",
  "displayname",
  "layout",
];

/** What `minimal` leaves: microphone, camera, leaving, and the encryption label, which always stays. */
const MINIMAL: readonly ChromePart[] = CHROME.filter((part) => part !== "leave-button");

/** Words of `toolbar` for the parts that it can keep; the microphone and the camera always stay. */
const TOOLBAR: Readonly<Record<string, ChromePart>> = {
  share: "screenshare",
  screenshare: "screenshare",
  chat: "chat",
  people: "people",
  react: "reactions",
  reactions: "reactions",
  hand: "hand",
  layout: "layout",
  more: "more",
  leave: "leave-button",
};

/** @param read the value of an attribute; null if it is not there */
export function optionsFrom(read: (attribute: string) => string | null): Omit<CreateCallOptions, "room"> {
  const get = (name: string): string | null => read(name) ?? read(name.replaceAll("-", ""));
  /** A bare attribute is on; what is not understood counts as absent. */
  const onOff = (name: string): boolean | undefined => {
    switch (get(name)?.toLowerCase()) {
      case "":
      case "on":
      case "true":
        return true;
      case "off":
      case "false":
        return false;
      case undefined:
      default:
        return undefined;
    }
  };
  const layout = get("layout");
  const mode = get("mode");
  const toolbar = get("toolbar");
  const hidden = new Set<ChromePart>(onOff("minimal") === true ? MINIMAL : []);
  if (toolbar !== null) {
    const kept = toolbar.split(/\s+/).map((word) => TOOLBAR[word]);
    for (const part of Object.values(TOOLBAR)) if (!kept.includes(part)) hidden.add(part);
  }
  for (const part of CHROME) {
    const wish = onOff(part);
    if (wish === false) hidden.add(part);
    if (wish === true) hidden.delete(part);
  }
  return {
    ...named("server", get("server")),
    ...named("displayName", get("display-name")),
    ...named("lang", get("lang")),
    ...named("audio", onOff("audio")),
    ...named("video", onOff("video")),
    ...named("skipPrejoin", onOff("skip-prejoin")),
    ...(layout === "auto" || layout === "grid" || layout === "spotlight" ? { layout } : {}),
    ...(mode === "call" || mode === "view" || mode === "share" ? { mode } : {}),
    hide: [...hidden],
  };
}

function named<K extends string, T>(key: K, value: T | null | undefined): Partial<Record<K, T>> {
  return value === null || value === undefined ? {} : ({ [key]: value } as Partial<Record<K, T>>);
}
