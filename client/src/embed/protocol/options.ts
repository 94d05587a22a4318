import * as v from "valibot";
import { Choice } from "./methods.ts";
import { Short } from "./state.ts";

/** Parts of the call screen that an embedding page can leave out. The encryption label is none of them. */
export const CHROME = [
  "chat",
  "people",
  "screenshare",
  "reactions",
  "hand",
  "layout",
  "more",
  "leave-button",
  "settings-button",
  "participant-count",
  "copy-link",
  "self-view",
  "logo",
] as const;
export type ChromePart = (typeof CHROME)[number];

/** What a call in a frame begins with. Sent once, over the channel; never part of an address. */
export const FrameOptions = v.strictObject({
  displayName: v.optional(v.pipe(v.string(), v.maxLength(64))),
  lang: v.optional(v.pipe(v.string(), v.maxLength(35))),
  audio: v.optional(v.boolean()),
  video: v.optional(v.boolean()),
  skipPrejoin: v.optional(v.boolean(), false),
  /** Loads everything and shows nothing until `join()`, which then begins the call at once. */
  preload: v.optional(v.boolean(), false),
  theme: v.optional(v.picklist(["light", "dark", "auto"])),
  /** Devices to begin with, by their ids or by their labels. */
  devices: v.optional(Choice, {}),
  layout: v.optional(v.picklist(["auto", "grid", "spotlight"])),
  /** What is left out. */
  hide: v.optional(v.pipe(v.array(v.picklist(CHROME)), v.maxLength(CHROME.length)), []),
  /** CSS values: a colour for buttons that are on, one for the ground, a length for corners. */
  look: v.optional(
    v.strictObject({ accent: v.optional(Short), background: v.optional(Short), radius: v.optional(Short) }),
    {},
  ),
});
export type FrameOptions = v.InferInput<typeof FrameOptions>;
export type ParsedFrameOptions = v.InferOutput<typeof FrameOptions>;
