import type { Catalog } from "./catalog.ts";

/** German: the calls of this device, and rooms with a password. */
export const recent: Catalog["recent"] = {
  title: "Letzte Anrufe",
  untitled: "Ein Anruf",
  with: "Mit {{names}}",
  forget: "Vergessen: {{title}}, {{when}}",
  forgetHint: "Diesen Anruf vergessen",
  forgetAll: "Alle vergessen",
  note: "Nur auf diesem Gerät aufbewahrt, verschlüsselt. Wer diesen Browser benutzt, kann sie öffnen.",
};

export const password: Catalog["password"] = {
  add: "Mit Passwort",
  without: "Ohne Passwort",
  make: "Passwort für den Anruf",
  makeHint: "Alle brauchen den Link und dieses Passwort. Sag es ihnen auf einem anderen Weg als den Link.",
  needed: "Fragt nach einem Passwort",
  label: "Passwort des Anrufs",
  hint: "Der Link sagt, dass es eines gibt. Frag, wer dich eingeladen hat; es verlässt dein Gerät nie.",
  tell: "Dazu brauchen sie dieses Passwort. Sag es ihnen auf einem anderen Weg:",
  alone:
    "Müsste schon jemand hier sein? Dann ist das Passwort vielleicht nicht dasselbe: Ein anderes führt in einen anderen, leeren Raum.",
  errors: { missing: "Bitte gib zuerst das Passwort ein.", long: "Dieses Passwort ist zu lang." },
};
