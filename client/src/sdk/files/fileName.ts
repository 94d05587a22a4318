/** Longest name that is shown and saved, characters; file systems take 255 bytes. */
const LONGEST_NAME = 80;
/** An ending is kept where a name is cut, so that the person sees what it is. */
const LONGEST_ENDING = 12;

/**
 * A sender's file name as it may be shown and saved: one line, no folder, no characters that are not seen or that turn
 * the direction of writing (`exe.gpj` would read `jpg.exe`), no device name of Windows, not hidden.
 */
export function safeFileName(name: string): string {
  const seen = name
    .normalize("NFC")
    // Controls, format characters such as direction marks, private and unpaired ones.
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "")
    .replace(/[/\\:*?"<>|]/g, "_")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  const named = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(seen) ? `_${seen}` : seen;
  const characters = [...named];
  if (characters.length <= LONGEST_NAME) return named === "" ? "file" : named;
  const dot = characters.lastIndexOf(".");
  const ending = dot > 0 && characters.length - dot <= LONGEST_ENDING ? characters.slice(dot) : [];
  return [...characters.slice(0, LONGEST_NAME - ending.length - 1), "…", ...ending].join("");
}
