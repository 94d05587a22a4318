import { rating, voices } from "./after.en.ts";
import { background, selfTest } from "./background.en.ts";
import { deviceErrors, devices } from "./devices.en.ts";
import { framed } from "./framed.en.ts";
import { hints } from "./hints.en.ts";
import { identity } from "./identity.en.ts";
import { invite } from "./invite.en.ts";
import { files, record } from "./record.en.ts";
import { password, recent } from "./rooms.en.ts";
import { screen } from "./screen.en.ts";
import { session } from "./session.en.ts";
import { settings, shortcuts } from "./settings.en.ts";
import { stage } from "./stage.en.ts";
import { stats } from "./stats.en.ts";
import { chat, hands, hosts, lobby } from "./talk.en.ts";

/** English: the catalog that the others are checked against. Nested by screen; plural keys end in _one and _other. */
export const en = {
  product: {
    name: "Sotto",
    tagline: "Calls that stay between you.",
    sentence:
      "Video calls in the browser, without an account. Your devices hold the keys; the servers pass on what they cannot open.",
  },
  common: {
    close: "Close",
    partMissing: "This did not load. Check your connection and open it again.",
    back: "Back to start",
    language: "Language",
    languageNow: "Language: {{name}}",
    noName: "Guest",
    named: "{{name}} (you)",
  },
  languages: { en: "English", de: "Deutsch" },
  start: {
    newCall: "New call",
    newCallHint: "Makes a link. Whoever has it can join.",
    haveLink: "Have a link?",
    linkPlaceholder: "Paste the link here",
    join: "Join",
    pointKeysTitle: "Keys on your devices",
    pointKeys:
      "Sound and picture are locked before they leave your device and opened only on the devices of those in the call.",
    pointFreshTitle: "New keys all the time",
    pointFresh: "The keys change whenever somebody joins or leaves, and every half minute in between.",
    pointNothingTitle: "Nothing to sign up for",
    pointNothing:
      "A link is all it takes. Minutes after the last one has left, nothing of it remains on the servers.",
  },
  link: {
    copy: "Copy link",
    copied: "Link copied",
    copyFailed: "Your browser did not let us copy. Here is the link:",
    errors: {
      "link/incomplete": "This link is incomplete – ask for it again.",
      "link/malformed": "This is not a link to a Sotto call.",
      empty: "Paste a call link first.",
    },
  },
  prejoin: {
    title: "Ready to join?",
    newTitle: "Your call is ready",
    linkReady: "Send this link to the people you want to talk to.",
    nameLabel: "Your name",
    namePlaceholder: "How others will see you",
    nameMissing: "Please enter a name first.",
    join: "Join call",
    relayOnly: "Hide my address",
    relayOnlyHint:
      "Sound and picture take a way round, through a relay. The media server sees the relay instead of you.",
    preview: "Your camera preview",
    cameraOff: "Your camera is off",
    cameraStarting: "Starting your camera…",
    meter: "Microphone level",
    meterHint: "Say something – the bar should move.",
    micOffHint: "Your microphone is off. You can listen.",
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
    sentence: "Encrypted. Only people in this call can see and hear it.",
    sentenceShort: "Only people in this call can see and hear it.",
    badge: "Encrypted",
    badgePending: "Securing…",
    badgeStopped: "Partly stopped",
    keysChanged: "keys changed {{age}} ago",
    ageSeconds: "{{count}} s",
    ageMinutes: "{{count}} min",
    panelTitle: "Encryption in this call",
    factsTitle: "What is protected, and what is not",
    plain:
      "Sound and picture are encrypted on your device and opened only on the devices of the people listed here. Not even the Sotto servers can look in.",
    pendingText: "The keys are being agreed on. Nothing is sent until they are in place.",
    keyNumber: "Key number",
    keyAge: "Last change",
    ago: "{{age}} ago",
    peopleWithKey: "People who hold it",
    codeTitle: "Call code",
    codeExplain:
      "Read it out to each other. If all of you see the same code under the same key number, nobody is in between. It stays still while you look at it.",
    codeQuestion: "Everyone sees the same code?",
    codeForKey: "Key {{number}}",
    codeBefore: "Just before: key {{number}}",
    newCodeJoined: "Key {{number}} has a new code, because {{names}} joined. That is normal.",
    newCodeLeft: "Key {{number}} has a new code, because {{names}} left. That is normal.",
    newCodeBoth:
      "Key {{number}} has a new code, because {{joined}} joined and {{left}} left. That is normal.",
    newCodeRenewed:
      "Key {{number}} has a new code, because the keys were renewed. That happens all the time and is normal.",
    showNewCode: "Show the new code",
    same: "Same",
    different: "Different",
    checked: "Checked by you. Stays valid while nobody joins.",
    recheck: "{{names}} joined since you checked.",
    differentTitle: "Do not say anything private here",
    differentText:
      "First make sure that you compared the same key number. If the codes still differ, somebody may be in between. Leave, and send a new link in another way.",
    leaveForNew: "Leave and make a new link",
    compareAgain: "Compare again",
    serversCannot: "The servers cannot",
    cannot: {
      hear: "hear or see the call",
      names: "read your names or who is who",
      join: "add somebody whom the people list does not show",
      link: "read the secret in your link: browsers do not send it",
    },
    serversCan: "The servers can",
    can: {
      address: "see your internet address and when you are connected",
      sizes: "see how many are in a call and how much data flows",
      deny: "stop a call from working",
      page: "give out this page: as with every web app, you trust the code it sends",
    },
    othersKnow: "Whoever has the link can join, and sees the names and hears what is said while in the call.",
  },
  unsupported: {
    title: "This browser cannot keep a call private",
    text: "It lacks what Sotto needs to encrypt sound and picture, so we stop here rather than send them in the open.",
    works: "Current versions of these work: {{browsers}}.",
    insecureTitle: "This page is not secure",
    insecure: "Calls need an address that begins with https://. Ask whoever sent you here for the right one.",
    missing: "Missing: {{list}}",
  },
  call: {
    title: "Call",
    stage: "People in the call",
    controls: "Call controls",
    connecting: "Connecting…",
    knocking: "Waiting to be let in by the people in the call…",
    lateConnecting:
      "The key server does not answer. We keep trying; check your connection, or leave and come back later.",
    lateKnocking:
      "Nobody has let you in yet. We keep asking; perhaps the people in the call have lost their connection.",
    alone: "Nobody else is here yet.",
    aloneHint: "Send the link to whom you want to talk to.",
    micOn: "Unmute",
    micOff: "Mute",
    cameraOn: "Start camera",
    cameraOff: "Stop camera",
    people: "People",
    more: "More",
    leave: "Leave",
    shortcutHint: "{{label}} ({{keys}})",
    waitingKey: "Waiting for {{name}}'s key…",
    ownStopped: "Stopped: this browser did not encrypt it",
    otherStopped: "{{name}}'s picture cannot be opened safely",
    muted: "Muted",
    tapForSound: "Tap for sound",
    soundBlocked: "Your browser holds back the sound until you tap.",
    previousPage: "Previous people",
    nextPage: "Next people",
    page: "Page {{page}} of {{pages}}",
    personMuted: "{{name}}, muted",
    joinedOne: "{{names}} joined",
    joinedOther: "{{names}} joined",
    left: "{{names}} left",
    others_one: "{{count}} more",
    others_other: "{{count}} more",
    said: {
      microphone: { on: "Microphone on", off: "Microphone off" },
      camera: { on: "Camera on", off: "Camera off" },
    },
  },
  people: {
    title: "People",
    count_one: "{{count}} person in this call",
    count_other: "{{count}} people in this call",
    fingerprint: "Device {{fingerprint}}",
    search: "Find a person",
    nobodyFound: "Nobody of this name is here.",
    fingerprintHint: "This list comes from the keys themselves. Whoever is not on it cannot open the call.",
    micOn: "Microphone on",
    micOff: "Muted",
    cameraOn: "Camera on",
    cameraOff: "Camera off",
  },
  identity,
  more: {
    devices: "Settings…",
    statistics: "Statistics…",
    shortcuts: "Keyboard shortcuts",
    encryption: "Encryption…",
  },
  settings,
  shortcuts,
  hints,
  framed,
  invite,
  screen,
  session,
  stage,
  lobby,
  hosts,
  chat,
  hands,
  stats,
  banners: {
    "sfu/away": {
      title: "Connection lost – reconnecting…",
      text: "Your microphone and camera stay as they are.",
    },
    "keyserver/away": {
      title: "The call goes on, keys are not being changed.",
      text: "The call stays encrypted. Until the key server is back, nobody can join.",
    },
    "keyserver/withholds": {
      title: "The key server keeps something from you.",
      text: "Others have newer keys than you. They are asked for; until they come you may not see everybody.",
    },
    "transform/microphone": {
      title: "Your microphone was stopped because this browser did not encrypt it.",
      text: "Nothing of it was sent in the open. Switch it on again.",
    },
    "transform/camera": {
      title: "Your camera was stopped because this browser did not encrypt it.",
      text: "Nothing of it was sent in the open. Switch it on again.",
    },
  },
  fork: {
    title: "Stop: this call was split",
    text: "The key server has shown you and others two different calls that look like one. Somebody may be keeping people out of it, or let in people whom you do not see.",
    textWithName:
      "The key server has shown you and {{name}} two different calls that look like one. Somebody may be keeping people out of it, or let in people whom you do not see.",
    stopped: "Nothing of yours is sent any more. Your microphone, camera and screen are off.",
    advice: "Tell the others in another way. If it happens again, do not use this server.",
    leave: "Leave",
    rejoin: "Join again",
  },
  notices: {
    cannotDecrypt: "What {{name}} sends cannot be opened. You get silence instead of noise.",
  },
  left: {
    title: "You have left the call",
    text: "Your microphone and camera are off, and the keys of this call are gone from this device.",
    rejoin: "Rejoin",
    newCall: "New call",
    reasons: {
      "call/ended": {
        title: "The call has ended",
        text: "A host ended it for everybody. Your microphone and camera are off, and the keys are gone.",
      },
      "call/removed": {
        title: "You were removed from the call",
        text: "The people in it have changed the keys. Your microphone and camera are off.",
      },
      "call/replaced": {
        title: "The call goes on in another tab",
        text: "You opened it a second time on this device. Here, microphone and camera are off.",
      },
    },
  },
  problem: {
    unknownPage: { title: "There is nothing here", text: "This address leads to no call." },
    "link/incomplete": {
      title: "This link is incomplete – ask for it again.",
      text: "The last part was cut off on the way, and it holds the key. Nobody can join without it.",
    },
    "link/password-needed": {
      title: "This call asks for a password",
      text: "The link alone does not open it. Ask whoever invited you for the password.",
    },
    "link/malformed": {
      title: "This is not a link to a Sotto call",
      text: "Check the address, or ask for the link again.",
    },
    "call/refused": {
      title: "The hosts did not let you in",
      text: "You may ask once more. Whoever is turned away a second time is shut out until the call ends.",
    },
    "call/banned": {
      title: "You cannot join this call",
      text: "A host has shut this device out until the call ends.",
    },
    "join/timeout": {
      title: "Nobody let you in",
      text: "The call answered, but did not hand over its keys. Try again in a moment.",
    },
    "keyserver/away": {
      title: "The key server cannot be reached",
      text: "Without it nobody can join. Check your connection and try again.",
    },
    "sfu/away": {
      title: "The call server cannot be reached",
      text: "Check your connection and try again.",
    },
    "app/not-loaded": {
      title: "The app did not load completely",
      text: "Check your connection and try again.",
    },
    "relay/unavailable": {
      title: "Your address cannot be hidden here",
      text: "You asked to hide it, and there is no relay to hide it behind. Nothing was sent. You can join without that.",
    },
    "browser/unsupported": {
      title: "This browser cannot keep a call private",
      text: "It lacks what Sotto needs to encrypt sound and picture.",
    },
    other: {
      title: "The call could not go on",
      text: "Nothing was sent in the open. Try again; if it stays so, tell your host this code:",
    },
    tryAgain: "Try again",
    code: "Code: {{code}}",
  },
} as const;
