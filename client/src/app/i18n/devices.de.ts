import type { Catalog } from "./catalog.ts";

/** Deutsch: Mikrofon, Kamera und Lautsprecher, und warum eines nicht zu haben ist. */
export const devices: Catalog["devices"] = {
  microphone: "Mikrofon",
  camera: "Kamera",
  speaker: "Lautsprecher",
  systemDefault: "Standardgerät",
  unnamedMicrophone: "Mikrofon {{number}}",
  unnamedCamera: "Kamera {{number}}",
  unnamedSpeaker: "Lautsprecher {{number}}",
  testSpeaker: "Ton testen",
  retry: "Noch einmal",
};

export const deviceErrors: Catalog["deviceErrors"] = {
  microphone: {
    NotAllowed: "Sotto darf dein Mikrofon nicht benutzen.",
    SystemBlocked: "Dein Browser erlaubt Sotto dein Mikrofon, aber dein System hält es zurück.",
    PagePolicy: "Die Seite um diesen Anruf hält dein Mikrofon von ihm fern. Öffne ihn in einem eigenen Tab.",
    NotFound: "Kein Mikrofon gefunden. Ist es angeschlossen und eingeschaltet?",
    NotReadable:
      "Dein Mikrofon wird von einem anderen Tab oder Programm benutzt, oder das System hält es zurück.",
    Overconstrained: "Das gewählte Mikrofon ist nicht mehr da. Wähle ein anderes.",
    Ended: "Dein Mikrofon wurde abgezogen oder ausgeschaltet.",
    Effect: "Das Rauschen ließ sich nicht aus deinem Ton nehmen.",
    Other: "Dein Mikrofon ließ sich nicht starten.",
  },
  camera: {
    NotAllowed: "Sotto darf deine Kamera nicht benutzen.",
    SystemBlocked: "Dein Browser erlaubt Sotto deine Kamera, aber dein System hält sie zurück.",
    PagePolicy: "Die Seite um diesen Anruf hält deine Kamera von ihm fern. Öffne ihn in einem eigenen Tab.",
    NotFound: "Keine Kamera gefunden. Ist sie angeschlossen und ihre Abdeckung offen?",
    NotReadable:
      "Deine Kamera wird von einem anderen Tab oder Programm benutzt, oder das System hält sie zurück.",
    Overconstrained: "Die gewählte Kamera ist nicht mehr da. Wähle eine andere.",
    Ended: "Deine Kamera wurde abgezogen oder ausgeschaltet.",
    Effect:
      "Dein Hintergrund ließ sich nicht verbergen, darum bleibt deine Kamera aus. Wähle einen anderen Hintergrund oder keinen.",
    Other: "Deine Kamera ließ sich nicht starten.",
  },
  browser: {
    chromium:
      "Klick auf das Zeichen links neben der Adresse, schalte dort „{{device}}“ ein und versuche es noch einmal.",
    firefox:
      "Klick auf das durchgestrichene Zeichen links neben der Adresse, nimm die Sperre zurück und versuche es noch einmal.",
    safari:
      "Wähle in der Menüleiste Safari › Einstellungen für diese Website, erlaube „{{device}}“ und versuche es noch einmal.",
    android:
      "Tipp auf das Zeichen links neben der Adresse, dann auf Berechtigungen; erlaube „{{device}}“ und versuche es noch einmal.",
    ios: "Tipp auf das Zeichen neben der Adresse, dann auf Website-Einstellungen; erlaube „{{device}}“ und versuche es noch einmal.",
    other: "Erlaube „{{device}}“ über das Zeichen neben der Adresse und versuche es noch einmal.",
  },
  system: {
    windows:
      "Öffne Einstellungen › Datenschutz und Sicherheit › {{device}}. Schalte den Zugriff für Apps ein, und unter den Desktop-Apps den für deinen Browser.",
    macos:
      "Öffne Systemeinstellungen › Datenschutz & Sicherheit › {{device}}, schalte dort deinen Browser ein und starte ihn neu.",
    linux:
      "Sieh in den Einstellungen deines Desktops unter Datenschutz › {{device}} nach. Kam dein Browser als Flatpak oder Snap, dann erlaube es auch dort.",
    android:
      "Öffne Einstellungen › Apps › dein Browser › Berechtigungen › {{device}}. Auch eine Kachel in den Schnelleinstellungen kann es für alle Apps sperren.",
    ios: "Öffne Einstellungen › Apps › dein Browser und schalte „{{device}}“ ein.",
    chromeos:
      "Öffne Einstellungen › Datenschutz und Sicherheit › Datenschutzeinstellungen und schalte „{{device}}“ ein.",
    other: "Sieh in den Datenschutzeinstellungen deines Systems nach „{{device}}“.",
  },
  openSystem: "Systemeinstellungen öffnen",
  reassure: {
    microphone: "Du kannst trotzdem teilnehmen; die anderen hören dich dann nicht.",
    camera: "Du kannst trotzdem teilnehmen; die anderen sehen dich dann nicht.",
  },
};
