import type { ParsedFrameOptions } from "../protocol/index.ts";

/** Red, green, blue and how opaque it is: 0 to 255 each. */
export type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** What the browser knows of CSS. */
export interface StyleSense {
  supports(property: string, value: string): boolean;
  /** What a colour looks like. */
  colourOf(value: string): Colour;
}

/** A value that names something outside, or hides things, is none. */
const PLAIN = /^[a-z0-9#%.,()\s/-]{1,64}$/i;
const NAMES = /url|var|env|attr|image|current|transparent/i;

/** Least contrast of text with what is behind it (WCAG 2.2, 1.4.3). */
const TEXT_CONTRAST = 4.5;
const WHITE: Colour = [255, 255, 255, 255];
const BLACK: Colour = [0, 0, 0, 255];

/**
 * Puts the page's look into place: two colours and a length, as values of the app's tokens and nothing else. A colour that
 * can be seen through, or on which the app's text could not be read, is left out: a page must not make things vanish.
 */
export function applyLook(
  look: ParsedFrameOptions["look"],
  style: Pick<CSSStyleDeclaration, "setProperty">,
  sense: StyleSense,
  ink: string,
): void {
  const isValue = (property: string, value: string | undefined): value is string =>
    value !== undefined && PLAIN.test(value) && !NAMES.test(value) && sense.supports(property, value);

  if (isValue("color", look.accent)) {
    const accent = sense.colourOf(look.accent);
    if (isOpaque(accent)) {
      const text = contrast(accent, WHITE) >= contrast(accent, BLACK) ? "#ffffff" : "#000000";
      style.setProperty("--accent", look.accent);
      style.setProperty("--accent-strong", `color-mix(in srgb, ${look.accent} 85%, ${invert(text)})`);
      style.setProperty("--on-accent", text);
    }
  }
  if (isValue("background-color", look.background)) {
    const ground = sense.colourOf(look.background);
    if (isOpaque(ground) && contrast(ground, sense.colourOf(ink)) >= TEXT_CONTRAST)
      style.setProperty("--stage", look.background);
  }
  if (isValue("border-radius", look.radius)) style.setProperty("--radius", look.radius);
}

/** Draws a colour and looks at it: the only way that holds for every way to write one. */
export function seeColour(document: Document, value: string): Colour {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return [0, 0, 0, 0];
  context.fillStyle = value;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha];
}

function isOpaque([, , , alpha]: Colour): boolean {
  return alpha === 255;
}

/** Away from the text on it, so that it is read no worse. */
function invert(text: "#ffffff" | "#000000"): string {
  return text === "#ffffff" ? "#000000" : "#ffffff";
}

/** WCAG 2.2: contrast ratio. */
function contrast(one: Colour, other: Colour): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** WCAG 2.2: relative luminance. */
function luminance([red, green, blue]: Colour): number {
  const linear = (value: number) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
