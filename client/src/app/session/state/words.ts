import * as v from "valibot";

/** The topic of what is said about presenting among the call's data messages. */
export const WORD_TOPIC = "session";

const Word = v.variant("type", [
  /** A viewer would like to present. */
  v.strictObject({ type: v.literal("ask") }),
  /** A presenter lets them, or not now. */
  v.strictObject({ type: v.literal("grant") }),
  v.strictObject({ type: v.literal("refuse") }),
  /** What the presenter lets viewers do. */
  v.strictObject({ type: v.literal("rules"), marks: v.boolean() }),
]);

/** One message about presenting. Who may say it is judged by who says it. */
export type Word = v.InferOutput<typeof Word>;

/** Longest of all; anything longer is none. */
const MOST_BYTES = 64;

export function encodeWord(word: Word): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(word));
}

/** Reads what somebody said; undefined for anything else. */
export function decodeWord(bytes: Uint8Array): Word | undefined {
  if (bytes.length > MOST_BYTES) return undefined;
  try {
    const read = v.safeParse(Word, JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}
