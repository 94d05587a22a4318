import type { Catalog } from "./catalog.ts";

/** Deutsch: was hinter einem steht, und die Aufnahme für sich selbst. */
export const background: Catalog["background"] = {
  item: "Hintergrund…",
  title: "Hintergrund",
  none: "Mein Raum",
  blur: "Unscharf",
  hills: "Hügel",
  dusk: "Dämmerung",
  paper: "Bücher",
  water: "Wasser",
  own: "Mein Bild",
  choose: "Bild aussuchen…",
  forget: "Mein Bild löschen",
  failed: "Das ist kein Bild, das sich verwenden lässt.",
  cameraOff: "Schalte deine Kamera ein, um zu sehen, wie es aussieht.",
  note: "Geschieht auf diesem Gerät, und auch dein Bild bleibt hier. Geht es nicht, bleibt deine Kamera aus.",
};

export const selfTest: Catalog["selfTest"] = {
  item: "Probe aufnehmen…",
  title: "Wie du aussiehst und klingst",
  text_one: "Nimmt dich {{count}} Sekunde lang auf und spielt es dir vor.",
  text_other: "Nimmt dich {{count}} Sekunden lang auf und spielt es dir vor.",
  nothingOn: "Schalte zuerst dein Mikrofon oder deine Kamera ein.",
  record: "Aufnehmen",
  recording_one: "Aufnahme: noch {{count}} Sekunde. Sag etwas!",
  recording_other: "Aufnahme: noch {{count}} Sekunden. Sag etwas!",
  recorded: "Deine Probeaufnahme",
  again: "Noch einmal",
  delete: "Löschen",
  failed: "Dieser Browser konnte nicht aufnehmen.",
  note: "Nichts davon verlässt dieses Gerät. Es ist weg, sobald du dies schließt.",
};
