/** Largest file that can be sent in the chat, bytes: the same for everybody. */
const LARGEST_FILE = 10 * 1024 * 1024;
/** The same in words. */
export const LARGEST_FILE_WORDS = "10 MB";

/** Whether a file is small enough. */
export function fileFits(size: number): boolean {
  return size > 0 && size <= LARGEST_FILE;
}

/** A size for people: two digits or three, in thousands of thousands as file managers count. */
export function sizeWords(bytes: number, language: string): string {
  const [unit, one] = unitOf(bytes);
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumSignificantDigits: 3,
  }).format(bytes / one);
}

function unitOf(bytes: number): readonly [unit: string, bytes: number] {
  if (bytes < 1000) return ["byte", 1];
  return bytes < 1_000_000 ? ["kilobyte", 1000] : ["megabyte", 1_000_000];
}
