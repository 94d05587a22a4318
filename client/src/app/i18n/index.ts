/** Every text of the app, by language. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { catalogOf } from "./catalogs.ts";
import type { en } from "./en.ts";
import { chooseLanguage, type Language } from "./language.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en };
  }
}

const STORED_LANGUAGE = "sotto.language";

/** Starts i18next in the stored language, else the first of the browser's that there is a catalog for. */
export async function startI18n(storage: Storage, wanted: readonly string[]): Promise<void> {
  const language = chooseLanguage(storage.getItem(STORED_LANGUAGE), wanted);
  await i18next.use(initReactI18next).init({
    lng: language,
    // Every catalog is complete: there is nothing to fall back to.
    fallbackLng: false,
    resources: { [language]: { translation: await catalogOf(language) } },
    interpolation: { escapeValue: false },
  });
  applyToDocument();
  i18next.on("languageChanged", applyToDocument);
}

/** Switches the language and remembers it. */
export async function switchLanguage(language: Language, storage: Storage): Promise<void> {
  storage.setItem(STORED_LANGUAGE, language);
  if (!i18next.hasResourceBundle(language, "translation")) {
    i18next.addResourceBundle(language, "translation", await catalogOf(language));
  }
  await i18next.changeLanguage(language);
}

function applyToDocument(): void {
  document.documentElement.lang = i18next.language;
  document.documentElement.dir = i18next.dir();
}

export { LANGUAGES, type Language } from "./language.ts";
