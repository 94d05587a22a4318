import type { Catalog } from "./catalog.ts";

/** Deutsch: den Link weitergeben. */
export const invite: Catalog["invite"] = {
  item: "Einladen…",
  title: "Andere einladen",
  code: "QR-Code des Links zu diesem Anruf",
  show: "QR-Code",
  photograph: "Andere richten ihre Kamera hierauf und nehmen teil.",
  note: "Der Schlüssel steckt im Link und in diesem Code: Wer eines davon sieht, kann teilnehmen.",
  passwordNote: "Der Schlüssel steckt im Link und in diesem Code. Das Passwort wird zusätzlich gebraucht.",
};
