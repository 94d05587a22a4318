import * as v from "valibot";
import { BACKGROUNDS } from "./background.ts";

const Device = v.object({
  id: v.pipe(v.string(), v.maxLength(512)),
  label: v.pipe(v.string(), v.maxLength(512)),
});

const Choices = v.object({
  name: v.optional(v.pipe(v.string(), v.maxLength(64)), ""),
  microphoneOn: v.optional(v.boolean(), true),
  cameraOn: v.optional(v.boolean(), true),
  shortcutsOn: v.optional(v.boolean(), true),
  /** Letters of shortcuts, by command; null is none. */
  keys: v.optional(
    v.record(v.pipe(v.string(), v.maxLength(32)), v.nullable(v.pipe(v.string(), v.maxLength(8)))),
    {},
  ),
  relayOnly: v.optional(v.boolean(), false),
  /** How a call looks in which nothing is shared. */
  layout: v.optional(v.picklist(["grid", "speaker"]), "grid"),
  selfView: v.optional(v.boolean(), true),
  /** The corner in which one's own picture floats. */
  corner: v.optional(v.picklist(["top start", "top end", "bottom start", "bottom end"]), "bottom end"),
  sounds: v.optional(v.boolean(), true),
  /** Whether the microphone is listened to for what the person may not have noticed. */
  micHints: v.optional(v.boolean(), true),
  captions: v.optional(v.boolean(), false),
  lowData: v.optional(v.boolean(), false),
  background: v.optional(v.picklist(BACKGROUNDS), "none"),
  noise: v.optional(v.boolean(), false),
  shareMotion: v.optional(v.picklist(["text", "auto", "video"]), "text"),
  shareSound: v.optional(v.boolean(), false),
  microphone: v.optional(Device),
  camera: v.optional(Device),
  speaker: v.optional(Device),
});

/** What a person chose the last time; nothing about calls or people. */
export type Choices = Readonly<v.InferOutput<typeof Choices>>;

/** A remembered device: browsers change ids now and then, so that the label helps to find it again. */
export type RememberedDevice = Readonly<v.InferOutput<typeof Device>>;

/** The devices among the choices, and nothing else. */
export function chosenDevices({
  microphone,
  camera,
  speaker,
}: Choices): Pick<Choices, "microphone" | "camera" | "speaker"> {
  return {
    ...(microphone !== undefined && { microphone }),
    ...(camera !== undefined && { camera }),
    ...(speaker !== undefined && { speaker }),
  };
}

/** Longest display name, in characters. */
export const LONGEST_NAME = 64;

const STORED_CHOICES = "sotto.choices";

/** Reads the choices; unreadable ones count as none. */
export function loadChoices(storage: Pick<Storage, "getItem">): Choices {
  try {
    return v.parse(Choices, withBackground(JSON.parse(storage.getItem(STORED_CHOICES) ?? "{}")));
  } catch {
    return v.parse(Choices, {});
  }
}

/** Earlier versions knew one background: who had their room blurred is not shown in it now. */
function withBackground(stored: unknown): unknown {
  const isBlurred = typeof stored === "object" && stored !== null && "blur" in stored && stored.blur === true;
  return isBlurred && !("background" in stored) ? { ...stored, background: "blur" } : stored;
}

/** Writes the choices; a browser that stores nothing (private mode, full disk) just forgets them. */
export function saveChoices(storage: Pick<Storage, "setItem">, choices: Choices): void {
  try {
    storage.setItem(STORED_CHOICES, JSON.stringify(choices));
  } catch {
    return;
  }
}
