import { SottoError } from "@sotto/shared/codec";

/** Longest name, in code points. */
export const MAX_NAME_CHARACTERS = 64;

/** Longest name on the wire: 64 code points of at most 4 bytes in UTF-8. */
export const MAX_NAME_BYTES = 256;

type Ranges = readonly (readonly [first: number, last: number])[];

/*
 * All members must agree on whether a name is allowed, or they would disagree on the commit that adds it. So the
 * sets are spelled out: \p{…} classes and normalisation change with the Unicode version of each engine.
 */

/** What hides, reorders or is drawn as each font likes. */
const FORBIDDEN: Ranges = [
  [0x0000, 0x001f], // controls and line breaks
  [0x007f, 0x009f],
  [0x00ad, 0x00ad], // invisible format characters
  [0x034f, 0x034f],
  [0x061c, 0x061c], // bidirectional marks, overrides and isolates
  [0x180e, 0x180e],
  [0x200b, 0x200b],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xd800, 0xf8ff], // surrogates, private use
  [0xfdd0, 0xfdef], // noncharacters
  [0xfeff, 0xfeff],
  [0xfff0, 0xfffb],
  [0xfffe, 0xffff],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0x10ffff], // tags, more private use
];

/** White space other than the plain space. */
const ODD_SPACE: Ranges = [
  [0x00a0, 0x00a0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
];

/** Allowed beside other characters (emoji and several scripts need them), but nothing to be seen alone. */
const BLANK: Ranges = [
  [0x0020, 0x0020],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x200c, 0x200d],
  [0x2800, 0x2800],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xffa0, 0xffa0],
];

/**
 * Makes what a person typed into a name that others accept: NFC, white space made one plain space, forbidden
 * characters dropped, cut to 64 code points. Throws SottoError "credential/name" if nothing visible is left.
 */
export function normaliseDisplayName(typed: string): string {
  const allowed = [...typed.normalize("NFC").replace(/\s+/gu, " ")].filter(
    (character) => !isIn(FORBIDDEN, character),
  );
  const cleaned = allowed.join("").replace(/ +/gu, " ").trim();
  const name = [...cleaned].slice(0, MAX_NAME_CHARACTERS).join("").trim();
  if (!isDisplayName(name))
    throw new SottoError("credential/name", "a name needs at least one visible character");
  return name;
}

/** Whether others may show this name. Others' names are refused, not mended. */
export function isDisplayName(name: string): boolean {
  const characters = [...name];
  return (
    characters.length <= MAX_NAME_CHARACTERS &&
    characters.some((character) => !isIn(BLANK, character)) &&
    !characters.some((character) => isIn(FORBIDDEN, character) || isIn(ODD_SPACE, character)) &&
    !/^ | $| {2}/.test(name)
  );
}

function isIn(ranges: Ranges, character: string): boolean {
  const codePoint = character.codePointAt(0) ?? 0;
  return ranges.some(([first, last]) => codePoint >= first && codePoint <= last);
}
