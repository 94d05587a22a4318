import { loadChoices } from "../../app/state/choices.ts";
import type { ParsedFrameOptions } from "../protocol/index.ts";

/**
 * The app's storage in a frame: what the person chose on Sotto's own page, with the embedding page's wishes over it. What
 * is changed here is forgotten with the frame, so that no page leaves its wishes behind.
 */
export function frameStorage(
  real: Pick<Storage, "getItem"> | undefined,
  options: Partial<ParsedFrameOptions>,
): Storage {
  const choices = loadChoices(real ?? { getItem: () => null });
  const kept = new Map<string, string>();
  const language = options.lang ?? real?.getItem("sotto.language");
  if (typeof language === "string") kept.set("sotto.language", language);
  const { audioInput, audioOutput, videoInput } = options.devices ?? {};
  const merged = {
    ...choices,
    ...(options.displayName !== undefined && { name: options.displayName }),
    // Found by either.
    ...(audioInput !== undefined && { microphone: { id: audioInput, label: audioInput } }),
    ...(audioOutput !== undefined && { speaker: { id: audioOutput, label: audioOutput } }),
    ...(videoInput !== undefined && { camera: { id: videoInput, label: videoInput } }),
    ...(options.audio !== undefined && { microphoneOn: options.audio }),
    ...(options.video !== undefined && { cameraOn: options.video }),
    ...(options.layout !== undefined && { layout: options.layout === "spotlight" ? "speaker" : "grid" }),
    ...(options.hide?.includes("self-view") === true && { selfView: false }),
  };
  kept.set("sotto.choices", JSON.stringify(merged));
  return {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    clear: () => {
      kept.clear();
    },
  };
}
