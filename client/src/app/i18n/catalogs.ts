import { fetchPart } from "../fetching.ts";
import type { Catalog } from "./catalog.ts";
import type { Language } from "./language.ts";

/** The texts of a language; fetched when it is chosen. */
export async function catalogOf(language: Language): Promise<Catalog> {
  switch (language) {
    case "en":
      return (await fetchPart(() => import("./en.ts"))).en;
    case "de":
      return (await fetchPart(() => import("./de.ts"))).de;
  }
}
