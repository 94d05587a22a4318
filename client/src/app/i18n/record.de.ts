import type { Catalog } from "./catalog.ts";

/** German: recording, and files in the chat. */
export const record: Catalog["record"] = {
  item: "Aufnehmen…",
  stopItem: "Aufnahme beenden",
  title: "Diesen Anruf aufnehmen?",
  explain:
    "Alle im Anruf sehen, dass du aufnimmst, solange du es tust. Die Aufnahme enthält, was du siehst und hörst, und deine eigene Stimme.",
  where: "Sie wird nur auf diesem Gerät gespeichert und ist dort nicht mehr verschlüsselt: Gib auf sie acht.",
  notAllowed: "Die Gastgeber dieses Anrufs lassen dich nicht aufnehmen.",
  start: "Aufnahme beginnen",
  stop: "Beenden",
  own: "Du nimmst auf.",
  others_one: "{{names}} nimmt auf. Gespeichert wird auf dem Gerät von {{names}}.",
  others_other: "{{names}} nehmen auf. Gespeichert wird auf ihren Geräten.",
  saved: "Die Aufnahme ist auf diesem Gerät gespeichert",
  full: "Die Aufnahme wurde zu lang für diesen Browser. Was da ist, wurde gespeichert.",
  failed: "Die Aufnahme konnte nicht geschrieben werden. Was da ist, ist noch da.",
};

export const files: Catalog["files"] = {
  attach: "Datei senden",
  attachHint: "Datei an alle senden (höchstens {{size}})",
  tooLarge: "„{{name}}“ kann nicht gesendet werden: Eine Datei hat höchstens {{size}} und ist nicht leer.",
  sending: "{{name}} wird gesendet",
  coming: "{{name}} kommt an",
  failed: "Sie kam nicht vollständig an.",
  save: "Speichern",
  saveNamed: "{{name}} speichern",
};
