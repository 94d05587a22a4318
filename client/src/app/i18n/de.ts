import type { Catalog } from "./catalog.ts";
import { rating, voices } from "./after.de.ts";
import { background, selfTest } from "./background.de.ts";
import { deviceErrors, devices } from "./devices.de.ts";
import { framed } from "./framed.de.ts";
import { hints } from "./hints.de.ts";
import { identity } from "./identity.de.ts";
import { invite } from "./invite.de.ts";
import { files, record } from "./record.de.ts";
import { password, recent } from "./rooms.de.ts";
import { screen } from "./screen.de.ts";
import { session } from "./session.de.ts";
import { settings, shortcuts } from "./settings.de.ts";
import { stage } from "./stage.de.ts";
import { stats } from "./stats.de.ts";
import { chat, hands, hosts, lobby } from "./talk.de.ts";

/** German. */
export const de: Catalog = {
  product: {
    name: "Sotto",
    tagline: "Anrufe, die unter euch bleiben.",
    sentence:
      "Videoanrufe im Browser, ohne Konto. Eure Geräte halten die Schlüssel; die Server reichen weiter, was sie nicht öffnen können.",
  },
  common: {
    close: "Schließen",
    partMissing: "Das wurde nicht geladen. Prüf deine Verbindung und öffne es noch einmal.",
    back: "Zum Anfang",
    language: "Sprache",
    languageNow: "Sprache: {{name}}",
    noName: "Gast",
    named: "{{name}} (du)",
  },
  languages: { en: "English", de: "Deutsch" },
  start: {
    newCall: "Neuer Anruf",
    newCallHint: "Erzeugt einen Link. Wer ihn hat, kann teilnehmen.",
    haveLink: "Du hast einen Link?",
    linkPlaceholder: "Link hier einfügen",
    join: "Teilnehmen",
    pointKeysTitle: "Schlüssel auf euren Geräten",
    pointKeys:
      "Ton und Bild werden verschlossen, bevor sie dein Gerät verlassen, und erst auf den Geräten der Teilnehmenden geöffnet.",
    pointFreshTitle: "Immer neue Schlüssel",
    pointFresh: "Die Schlüssel wechseln, wenn jemand kommt oder geht, und dazwischen jede halbe Minute.",
    pointNothingTitle: "Keine Anmeldung",
    pointNothing:
      "Ein Link genügt. Minuten nachdem alle gegangen sind, ist auf den Servern nichts mehr davon übrig.",
  },
  link: {
    copy: "Link kopieren",
    copied: "Link kopiert",
    copyFailed: "Dein Browser hat das Kopieren nicht erlaubt. Hier ist der Link:",
    errors: {
      "link/incomplete": "Dieser Link ist unvollständig – bitte noch einmal darum.",
      "link/malformed": "Das ist kein Link zu einem Sotto-Anruf.",
      empty: "Füge zuerst einen Link ein.",
    },
  },
  prejoin: {
    title: "Bereit?",
    newTitle: "Dein Anruf ist bereit",
    linkReady: "Schick diesen Link an alle, mit denen du sprechen willst.",
    nameLabel: "Dein Name",
    namePlaceholder: "So sehen dich die anderen",
    nameMissing: "Gib zuerst einen Namen ein.",
    relayOnly: "Meine Adresse verbergen",
    relayOnlyHint:
      "Ton und Bild nehmen einen Umweg über ein Relais. Der Medienserver sieht das Relais statt dich.",
    join: "Teilnehmen",
    preview: "Vorschau deiner Kamera",
    cameraOff: "Deine Kamera ist aus",
    cameraStarting: "Kamera startet…",
    meter: "Mikrofonpegel",
    meterHint: "Sag etwas – der Balken sollte sich bewegen.",
    micOffHint: "Dein Mikrofon ist aus. Du kannst zuhören.",
  },
  recent,
  password,
  record,
  files,
  rating,
  voices,
  devices,
  deviceErrors,
  background,
  selfTest,
  encryption: {
    sentence: "Verschlüsselt. Nur wer im Anruf ist, kann ihn sehen und hören.",
    sentenceShort: "Nur wer im Anruf ist, kann ihn sehen und hören.",
    badge: "Verschlüsselt",
    badgePending: "Wird gesichert…",
    badgeStopped: "Teils gestoppt",
    keysChanged: "Schlüssel vor {{age}} gewechselt",
    ageSeconds: "{{count}} s",
    ageMinutes: "{{count}} min",
    panelTitle: "Verschlüsselung in diesem Anruf",
    factsTitle: "Was geschützt ist und was nicht",
    plain:
      "Ton und Bild werden auf deinem Gerät verschlüsselt und nur auf den Geräten der hier Genannten geöffnet. Nicht einmal die Sotto-Server können hineinsehen.",
    pendingText: "Die Schlüssel werden gerade vereinbart. Bis dahin wird nichts gesendet.",
    keyNumber: "Schlüssel Nummer",
    keyAge: "Letzter Wechsel",
    ago: "vor {{age}}",
    peopleWithKey: "Wer ihn hat",
    codeTitle: "Anrufcode",
    codeExplain:
      "Lest ihn euch vor. Seht ihr alle unter derselben Schlüsselnummer denselben Code, dann ist niemand dazwischen. Er bleibt stehen, solange du hinsiehst.",
    codeQuestion: "Sehen alle denselben Code?",
    codeForKey: "Schlüssel {{number}}",
    codeBefore: "Eben noch: Schlüssel {{number}}",
    newCodeJoined: "Schlüssel {{number}} hat einen neuen Code. Dazugekommen: {{names}}. Das ist normal.",
    newCodeLeft: "Schlüssel {{number}} hat einen neuen Code. Gegangen: {{names}}. Das ist normal.",
    newCodeBoth:
      "Schlüssel {{number}} hat einen neuen Code. Dazugekommen: {{joined}}. Gegangen: {{left}}. Das ist normal.",
    newCodeRenewed:
      "Schlüssel {{number}} hat einen neuen Code, weil die Schlüssel erneuert wurden. Das geschieht laufend und ist normal.",
    showNewCode: "Neuen Code zeigen",
    same: "Gleich",
    different: "Verschieden",
    checked: "Von dir geprüft. Gilt, solange niemand dazukommt.",
    recheck: "Seit deiner Prüfung dazugekommen: {{names}}.",
    differentTitle: "Sagt hier nichts Vertrauliches",
    differentText:
      "Prüft zuerst, ob ihr dieselbe Schlüsselnummer verglichen habt. Sind die Codes dann immer noch verschieden, könnte jemand dazwischen sein. Verlasst den Anruf und schickt auf anderem Weg einen neuen Link.",
    leaveForNew: "Verlassen und neuen Link erzeugen",
    compareAgain: "Noch einmal vergleichen",
    serversCannot: "Die Server können nicht",
    cannot: {
      hear: "den Anruf hören oder sehen",
      names: "eure Namen lesen oder wissen, wer wer ist",
      join: "jemanden hinzufügen, den die Personenliste nicht zeigt",
      link: "das Geheimnis in eurem Link lesen: Browser senden es nicht",
    },
    serversCan: "Die Server können",
    can: {
      address: "deine Internetadresse sehen und wann du verbunden bist",
      sizes: "sehen, wie viele im Anruf sind und wie viele Daten fließen",
      deny: "einen Anruf verhindern",
      page: "diese Seite ausliefern: Wie bei jeder Web-App vertraust du dem Code, den sie schickt",
    },
    othersKnow: "Wer den Link hat, kann teilnehmen, sieht die Namen und hört, was währenddessen gesagt wird.",
  },
  unsupported: {
    title: "Dieser Browser kann Anrufe nicht schützen",
    text: "Ihm fehlt, was Sotto zum Verschlüsseln von Ton und Bild braucht. Wir hören lieber hier auf, als offen zu senden.",
    works: "Diese funktionieren in der aktuellen Version: {{browsers}}.",
    insecureTitle: "Diese Seite ist nicht sicher",
    insecure: "Anrufe brauchen eine Adresse, die mit https:// beginnt. Frag nach der richtigen.",
    missing: "Es fehlt: {{list}}",
  },
  call: {
    title: "Anruf",
    stage: "Personen im Anruf",
    controls: "Anrufsteuerung",
    connecting: "Verbinde…",
    knocking: "Warte, bis dich die anderen einlassen…",
    lateConnecting:
      "Der Schlüsselserver antwortet nicht. Wir versuchen es weiter; prüfe deine Verbindung, oder komm später wieder.",
    lateKnocking:
      "Noch hat dich niemand eingelassen. Wir fragen weiter; vielleicht haben die anderen gerade keine Verbindung.",
    alone: "Noch ist niemand da.",
    aloneHint: "Schick den Link an alle, mit denen du sprechen willst.",
    micOn: "Mikrofon an",
    micOff: "Stumm",
    cameraOn: "Kamera an",
    cameraOff: "Kamera aus",
    people: "Personen",
    more: "Mehr",
    leave: "Verlassen",
    shortcutHint: "{{label}} ({{keys}})",
    waitingKey: "Warte auf den Schlüssel von {{name}}…",
    ownStopped: "Gestoppt: Dieser Browser hat nicht verschlüsselt",
    otherStopped: "Das Bild von {{name}} lässt sich nicht sicher öffnen",
    muted: "Stumm",
    tapForSound: "Für Ton tippen",
    soundBlocked: "Dein Browser hält den Ton zurück, bis du tippst.",
    previousPage: "Vorige Personen",
    nextPage: "Weitere Personen",
    page: "Seite {{page}} von {{pages}}",
    personMuted: "{{name}}, stumm",
    joinedOne: "{{names}} ist dabei",
    joinedOther: "{{names}} sind dabei",
    left: "Gegangen: {{names}}",
    others_one: "{{count}} weitere",
    others_other: "{{count}} weitere",
    said: {
      microphone: { on: "Mikrofon an", off: "Mikrofon aus" },
      camera: { on: "Kamera an", off: "Kamera aus" },
    },
  },
  people: {
    title: "Personen",
    count_one: "{{count}} Person in diesem Anruf",
    count_other: "{{count}} Personen in diesem Anruf",
    fingerprint: "Gerät {{fingerprint}}",
    search: "Person suchen",
    nobodyFound: "Niemand mit diesem Namen ist hier.",
    fingerprintHint:
      "Diese Liste kommt aus den Schlüsseln selbst. Wer nicht darauf steht, kann den Anruf nicht öffnen.",
    micOn: "Mikrofon an",
    micOff: "Stumm",
    cameraOn: "Kamera an",
    cameraOff: "Kamera aus",
  },
  identity,
  more: {
    devices: "Einstellungen…",
    statistics: "Statistik…",
    shortcuts: "Tastenkürzel",
    encryption: "Verschlüsselung…",
  },
  settings,
  shortcuts,
  hints,
  framed,
  invite,
  screen,
  session,
  stage,
  stats,
  lobby,
  hosts,
  chat,
  hands,
  banners: {
    "sfu/away": {
      title: "Verbindung verloren – verbinde neu…",
      text: "Mikrofon und Kamera bleiben, wie sie sind.",
    },
    "keyserver/away": {
      title: "Der Anruf geht weiter, Schlüssel werden nicht gewechselt.",
      text: "Er bleibt verschlüsselt. Bis der Schlüsselserver zurück ist, kann niemand dazukommen.",
    },
    "keyserver/withholds": {
      title: "Der Schlüsselserver enthält dir etwas vor.",
      text: "Andere haben neuere Schlüssel als du. Sie werden erfragt; bis dahin siehst du vielleicht nicht alle.",
    },
    "transform/microphone": {
      title: "Dein Mikrofon wurde gestoppt, weil dieser Browser es nicht verschlüsselt hat.",
      text: "Nichts davon ging offen hinaus. Schalte es wieder ein.",
    },
    "transform/camera": {
      title: "Deine Kamera wurde gestoppt, weil dieser Browser sie nicht verschlüsselt hat.",
      text: "Nichts davon ging offen hinaus. Schalte sie wieder ein.",
    },
  },
  fork: {
    title: "Halt: dieser Anruf wurde gespalten",
    text: "Der Schlüsselserver hat dir und anderen zwei verschiedene Anrufe gezeigt, die wie einer aussehen. Vielleicht hält jemand Leute heraus oder hat Leute hineingelassen, die du nicht siehst.",
    textWithName:
      "Der Schlüsselserver hat dir und {{name}} zwei verschiedene Anrufe gezeigt, die wie einer aussehen. Vielleicht hält jemand Leute heraus oder hat Leute hineingelassen, die du nicht siehst.",
    stopped: "Von dir wird nichts mehr gesendet. Mikrofon, Kamera und Bildschirm sind aus.",
    advice: "Sag es den anderen auf einem anderen Weg. Passiert es wieder, nimm diesen Server nicht mehr.",
    leave: "Verlassen",
    rejoin: "Wieder teilnehmen",
  },
  notices: {
    cannotDecrypt: "Was {{name}} sendet, lässt sich nicht öffnen. Du hörst Stille statt Rauschen.",
  },
  left: {
    title: "Du hast den Anruf verlassen",
    text: "Mikrofon und Kamera sind aus, und die Schlüssel dieses Anrufs sind von diesem Gerät gelöscht.",
    rejoin: "Wieder teilnehmen",
    newCall: "Neuer Anruf",
    reasons: {
      "call/ended": {
        title: "Der Anruf ist zu Ende",
        text: "Ein Gastgeber hat ihn für alle beendet. Mikrofon und Kamera sind aus, die Schlüssel gelöscht.",
      },
      "call/removed": {
        title: "Du wurdest aus dem Anruf entfernt",
        text: "Die anderen haben die Schlüssel gewechselt. Dein Mikrofon und deine Kamera sind aus.",
      },
      "call/replaced": {
        title: "Der Anruf läuft in einem anderen Tab weiter",
        text: "Du hast ihn auf diesem Gerät ein zweites Mal geöffnet. Hier sind Mikrofon und Kamera aus.",
      },
    },
  },
  problem: {
    unknownPage: { title: "Hier ist nichts", text: "Diese Adresse führt zu keinem Anruf." },
    "link/incomplete": {
      title: "Dieser Link ist unvollständig – bitte noch einmal darum.",
      text: "Der letzte Teil ging unterwegs verloren, und er enthält den Schlüssel. Ohne ihn kann niemand teilnehmen.",
    },
    "link/password-needed": {
      title: "Dieser Anruf fragt nach einem Passwort",
      text: "Der Link allein öffnet ihn nicht. Frag den nach dem Passwort, der dich eingeladen hat.",
    },
    "link/malformed": {
      title: "Das ist kein Link zu einem Sotto-Anruf",
      text: "Prüfe die Adresse oder bitte noch einmal um den Link.",
    },
    "call/refused": {
      title: "Die Gastgeber haben dich nicht hereingelassen",
      text: "Du kannst noch einmal fragen. Wer ein zweites Mal abgewiesen wird, bleibt draußen, bis der Anruf endet.",
    },
    "call/banned": {
      title: "Du kannst an diesem Anruf nicht teilnehmen",
      text: "Ein Gastgeber hat dieses Gerät ausgeschlossen, bis der Anruf endet.",
    },
    "join/timeout": {
      title: "Niemand hat dich eingelassen",
      text: "Der Anruf hat geantwortet, aber keine Schlüssel übergeben. Versuche es gleich noch einmal.",
    },
    "keyserver/away": {
      title: "Der Schlüsselserver ist nicht erreichbar",
      text: "Ohne ihn kann niemand teilnehmen. Prüfe deine Verbindung und versuche es noch einmal.",
    },
    "sfu/away": {
      title: "Der Anrufserver ist nicht erreichbar",
      text: "Prüfe deine Verbindung und versuche es noch einmal.",
    },
    "app/not-loaded": {
      title: "Die App wurde nicht ganz geladen",
      text: "Prüf deine Verbindung und versuch es noch einmal.",
    },
    "relay/unavailable": {
      title: "Deine Adresse lässt sich hier nicht verbergen",
      text: "Du wolltest sie verbergen, aber es gibt kein Relais dafür. Es wurde nichts gesendet. Du kannst ohne das beitreten.",
    },
    "browser/unsupported": {
      title: "Dieser Browser kann Anrufe nicht schützen",
      text: "Ihm fehlt, was Sotto zum Verschlüsseln von Ton und Bild braucht.",
    },
    other: {
      title: "Der Anruf konnte nicht weitergehen",
      text: "Nichts wurde offen gesendet. Versuche es noch einmal; bleibt es so, nenne diesen Code:",
    },
    tryAgain: "Noch einmal",
    code: "Code: {{code}}",
  },
};
