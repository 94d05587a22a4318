/** English: recording, and files in the chat. */
export const record = {
  item: "Record…",
  stopItem: "Stop recording",
  title: "Record this call?",
  explain:
    "Everybody in the call is told that you record, for as long as you do. The recording holds what you see and hear, and your own voice.",
  where: "It is saved on this device only, and no longer encrypted there: look after it.",
  notAllowed: "The hosts of this call do not let you record it.",
  start: "Start recording",
  stop: "Stop",
  own: "You are recording.",
  others_one: "{{names}} is recording. It is saved on {{names}}'s device.",
  others_other: "{{names}} are recording. It is saved on their devices.",
  saved: "The recording is saved on this device",
  full: "The recording became too long for this browser. What there is has been saved.",
  failed: "The recording could not be written. What there is has been kept.",
} as const;

export const files = {
  attach: "Send a file",
  attachHint: "Send a file to everybody (at most {{size}})",
  tooLarge: "“{{name}}” cannot be sent: a file has at most {{size}}, and is not empty.",
  sending: "Sending {{name}}",
  coming: "{{name}} is coming",
  failed: "It did not arrive completely.",
  save: "Save",
  saveNamed: "Save {{name}}",
} as const;
