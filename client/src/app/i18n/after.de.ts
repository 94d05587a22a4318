import type { Catalog } from "./catalog.ts";

/** German: after a call, and what is loud. */
export const rating: Catalog["rating"] = {
  title: "Wie war der Anruf?",
  good: "Gut",
  fair: "Mittel",
  bad: "Schlecht",
  local: "Deine Antwort bleibt auf diesem Gerät.",
  thanks: "Schön zu hören.",
  advice:
    "Beim nächsten Mal hilft gegen Echo ein Headset, gegen Aussetzer ein Kabel oder ein Platz nahe am Router und gegen eine schwache Leitung „Wenig Daten“ in den Einstellungen.",
};

export const voices: Catalog["voices"] = {
  item: "Lautstärke…",
  title: "Lautstärke von {{name}}",
  label: "Wie laut du {{name}} hörst",
  mute: "Für mich stumm",
  unmute: "Wieder hören",
  onlyYou: "Nur für dich. {{name}} merkt nichts davon.",
};
