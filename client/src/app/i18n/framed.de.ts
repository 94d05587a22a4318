import type { Catalog } from "./catalog.ts";

/** Deutsch: wo die App in einer anderen Seite gezeigt wird, die sie nicht kennt. */
export const framed: Catalog["framed"] = {
  title: "Öffne diesen Anruf in einem eigenen Tab",
  text: "Eine andere Seite zeigt Sotto in sich. Damit keine Seite dich auf etwas klicken lässt, das du nicht siehst, laufen Anrufe nur in Seiten, die dieser Server kennt.",
  open: "In neuem Tab öffnen",
};
