import type { ParsedFrameOptions } from "../protocol/index.ts";

/** What of a page's look reaches the app: two colours and a length, as values of its tokens and nothing else. */
const TOKENS = {
  accent: ["--accent", "color"],
  background: ["--stage", "background-color"],
  radius: ["--radius", "border-radius"],
} as const;

/** A value that names something outside, or hides things, is none. */
const PLAIN = /^[a-z0-9#%.,()\s/-]{1,64}$/i;

/** Puts the page's look into place, as far as each value is one. */
export function applyLook(
  look: ParsedFrameOptions["look"],
  style: CSSStyleDeclaration,
  supports: (property: string, value: string) => boolean,
): void {
  for (const [name, [token, property]] of Object.entries(TOKENS)) {
    const value = look[name as keyof typeof TOKENS];
    if (value === undefined || !PLAIN.test(value) || /url|var|env/i.test(value)) continue;
    if (supports(property, value)) style.setProperty(token, value);
  }
}
