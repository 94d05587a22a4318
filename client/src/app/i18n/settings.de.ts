import type { Catalog } from "./catalog.ts";

/** Deutsch: Einstellungen und die Liste der Tastenkürzel. */
export const settings: Catalog["settings"] = {
  title: "Einstellungen",
  devices: "Geräte",
  picture: "Bild und Daten",
  behaviour: "Verhalten",
  shortcuts: "Tastenkürzel",
  shortcutsHint: "Einzelne Buchstaben wirken, solange du nicht tippst. Die Leertaste ist zum Sprechen.",
  selfView: "Mein eigenes Bild zeigen",
  selfViewHint: "Andere sehen dich in jedem Fall, solange deine Kamera an ist.",
  noise: "Geräusche herausnehmen",
  noiseHint: "Lüfter, Tasten und Verkehr, auf diesem Gerät.",
  unsupported: "Das kann dieser Browser nicht.",
  lowData: "Wenig Daten",
  lowDataHint: "Kleine Bilder in beiden Richtungen. Der Ton geht vor.",
  captions: "Untertitel zu dem, was andere sagen",
  captionsHint: "Macht dein Browser auf diesem Gerät. Nichts davon wird irgendwohin gesendet.",
  captionsNot:
    "Dein Browser kann Untertitel in dieser Sprache nicht auf dem Gerät machen oder würde den Ton dafür anderswohin senden. Darum gibt es keine.",
  sounds: "Leise Töne",
  soundsHint: "Wenn jemand kommt oder geht oder die Verbindung abreißt.",
  micHints: "Hinweise zu meinem Mikrofon",
  micHintsHint: "Wenn du stumm sprichst oder kein Ton kommt. Hingehört wird nur auf diesem Gerät.",
};

export const shortcuts: Catalog["shortcuts"] = {
  title: "Tastenkürzel",
  change: "Klick oder tipp hier auf einen Buchstaben, um einen anderen an seine Stelle zu setzen.",
  changeKey: "{{command}}: {{key}}. Andere Taste wählen",
  noKey: "keine Taste",
  press: "Taste drücken…",
  pressHint: "Rücktaste für keine, Escape lässt alles, wie es war.",
  taken: "{{key}} fehlt nun bei: {{command}}.",
  usual: "Zurück zu den üblichen Tasten",
  space: "Leertaste",
  talk: "Halten zum Sprechen; danach stumm",
  digits: "Eine Person groß zeigen; 0 bist du",
  commands: {
    microphone: "Mikrofon an oder aus",
    camera: "Kamera an oder aus",
    share: "Bildschirm teilen oder aufhören",
    chat: "Chat zeigen oder verbergen",
    people: "Personen zeigen oder verbergen",
    hand: "Hand heben oder senken",
    layout: "Alle gleich, oder wer spricht, ist groß",
    fullScreen: "Vollbild",
    filmstrip: "Kleine Bilder zeigen oder verbergen",
    lowData: "Wenig Daten an oder aus",
    statistics: "Statistik",
    help: "Diese Liste",
  },
};
