import type { Catalog } from "./catalog.ts";

/** Deutsch: was jemandem vielleicht entgangen ist. */
export const hints: Catalog["hints"] = {
  "talking-muted": { title: "Du bist stumm", text: "Niemand hört, was du sagst." },
  silent: {
    title: "Von deinem Mikrofon kommt kein Ton",
    text: "Vielleicht ist es am Kabel oder an der Tastatur aus, im System leise gedreht oder das falsche.",
  },
  unmute: "Mikrofon an",
  use: "{{device}} nehmen",
  settings: "Einstellungen…",
  dismiss: "Hinweis ausblenden",
  newDevice: {
    microphone: "Neues Mikrofon: {{device}}",
    camera: "Neue Kamera: {{device}}",
    speaker: "Neuer Lautsprecher: {{device}}",
  },
  useNew: "Nehmen",
};
