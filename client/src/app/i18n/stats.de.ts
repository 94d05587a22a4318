import type { Catalog } from "./catalog.ts";

/** Deutsch: Zahlen zu den Strömen. */
export const stats: Catalog["stats"] = {
  title: "Statistik",
  summary: "{{sent}} gesendet, {{received}} empfangen",
  epoch: "Schlüssel {{number}}",
  none: "Noch wird nichts gesendet oder empfangen.",
  stream: "Strom",
  send: "hin",
  receive: "her",
  sources: {
    microphone: "Mikrofon",
    camera: "Kamera",
    screen: "Bildschirm",
    "screen-audio": "Bildschirmton",
  },
  bitrate: "Rate",
  picture: "Bild",
  loss: "Verlust",
  jitter: "Jitter",
  roundTrip: "Umlaufzeit",
  layer: "Ebene",
  encrypt: "Verschlüsselung",
  codec: "Codec",
  paused: "nicht im Blick",
  refused_one: "{{count}} Frame verweigert",
  refused_other: "{{count}} Frames verweigert",
  quality: { good: "gut", fair: "schwach", poor: "schlecht", lost: "weg" },
  hint: "Verschlüsselung ist die Zeit, die das Ver- oder Entschlüsseln eines Frames dauert. All das wird hier gemessen und an niemanden gesendet.",
};
