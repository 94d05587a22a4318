/** Languages with a catalog, by BCP 47 tag. */
export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

function asLanguage(tag: string): Language | undefined {
  const primary = tag.toLowerCase().split("-")[0];
  return LANGUAGES.find((language) => language === primary);
}

/** The language to start in: the one chosen before, else the first wanted one that exists, else English. */
export function chooseLanguage(stored: string | null, wanted: readonly string[]): Language {
  for (const tag of [stored ?? "", ...wanted]) {
    const language = asLanguage(tag);
    if (language !== undefined) return language;
  }
  return "en";
}
