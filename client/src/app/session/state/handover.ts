import type { Role } from "../../../sdk/index.ts";
import type { Word } from "./words.ts";

/** Who asked to present, what was answered, and what viewers may do. */
export interface Handover {
  /** Keys of those who ask, the first first. */
  readonly asking: readonly string[];
  /** What became of one's own question. */
  readonly own: "none" | "asked" | "granted" | "refused";
  /** Whether viewers may point and draw, as the presenter says. */
  readonly marks: boolean;
}

export const NOBODY_ASKS: Handover = { asking: [], own: "none", marks: true };

/** More questions than this are not listed; people ask again. */
const MOST_ASKING = 8;

/** Somebody of the call, as far as it matters here. */
export interface Speaker {
  readonly key: string;
  readonly role: Role;
}

/** After a word of somebody's: only those who may share can answer and make rules. */
export function followWord(before: Handover, from: Speaker, word: Word): Handover {
  if (word.type === "ask") {
    if (before.asking.includes(from.key) || before.asking.length >= MOST_ASKING) return before;
    return { ...before, asking: [...before.asking, from.key] };
  }
  if (from.role === "guest") return before;
  switch (word.type) {
    case "grant":
    case "refuse":
      // An answer that nobody waits for is none: nobody is made a presenter unasked.
      if (before.own !== "asked") return before;
      return { ...before, own: word.type === "grant" ? "granted" : "refused" };
    case "rules":
      return { ...before, marks: word.marks };
  }
}

/** Oneself has asked, or has done with the answer. */
export function ownQuestion(before: Handover, own: Handover["own"]): Handover {
  return { ...before, own };
}

/** Somebody's question has been answered, or they have gone. */
export function answered(before: Handover, keys: readonly string[]): Handover {
  const asking = before.asking.filter((key) => !keys.includes(key));
  return asking.length === before.asking.length ? before : { ...before, asking };
}
