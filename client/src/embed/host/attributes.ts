import { CHROME, type ChromePart } from "../protocol/index.ts";
import type { CardWishes, CreateCallOptions } from "./createCall.ts";

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
  "theme",
  "preload",
  "minimal",
  "toolbar",
  ...CHROME,
] as const;

/** What the page says of the person; may change while the call goes on. */
export const CARD_ATTRIBUTES = ["avatar-url", "external-id", "metadata"] as const;

const WATCHED = ["room", "server", "display-name", "layout", ...CARD_ATTRIBUTES];

/** Everything the element watches. */
export const OBSERVED_ATTRIBUTES: readonly string[] = [
  ...new Set(WATCHED.flatMap((name) => [name, withoutHyphens(name)])),
];

/** What `minimal` leaves: microphone, camera, leaving, and the encryption label, which always stays. */
const MINIMAL: readonly ChromePart[] = CHROME.filter((part) => part !== "leave-button");

/** Characters that there is room for: markup is cut, and does not fail. */
const LONGEST = { name: 64, lang: 35, externalId: 128, metadata: 2_048 } as const;

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
  const get = (name: string): string | null => read(name) ?? read(withoutHyphens(name));
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
  const theme = get("theme");
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
    ...named("displayName", get("display-name")?.slice(0, LONGEST.name)),
    ...named("lang", get("lang")?.slice(0, LONGEST.lang)),
    ...named("audio", onOff("audio")),
    ...named("video", onOff("video")),
    ...named("skipPrejoin", onOff("skip-prejoin")),
    ...named("preload", onOff("preload")),
    ...(layout === "auto" || layout === "grid" || layout === "spotlight" ? { layout } : {}),
    ...(mode === "call" || mode === "view" || mode === "share" ? { mode } : {}),
    ...(theme === "light" || theme === "dark" || theme === "auto" ? { theme } : {}),
    hide: [...hidden],
  };
}

/** What the page says of the person; what is not there is empty. */
export function cardFrom(read: (attribute: string) => string | null): Required<CardWishes> {
  const get = (name: (typeof CARD_ATTRIBUTES)[number]) => read(name) ?? read(withoutHyphens(name)) ?? "";
  return {
    avatarUrl: get("avatar-url"),
    externalId: get("external-id").slice(0, LONGEST.externalId),
    metadata: get("metadata").slice(0, LONGEST.metadata),
  };
}

function withoutHyphens(name: string): string {
  return name.replaceAll("-", "");
}

function named<K extends string, T>(key: K, value: T | null | undefined): Partial<Record<K, T>> {
  return value === null || value === undefined ? {} : ({ [key]: value } as Partial<Record<K, T>>);
}
