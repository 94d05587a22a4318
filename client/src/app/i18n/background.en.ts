/** English: what stands behind a person, and the recording to oneself. */
export const background = {
  item: "Background…",
  title: "Background",
  none: "My room",
  blur: "Blurred",
  hills: "Hills",
  dusk: "Dusk",
  paper: "Books",
  water: "Water",
  own: "My picture",
  choose: "Choose a picture…",
  forget: "Delete my picture",
  failed: "This is not a picture that can be used.",
  cameraOff: "Switch your camera on to see how it looks.",
  note: "Done on this device, where your picture stays too. If it cannot be done, your camera stays off.",
} as const;

export const selfTest = {
  item: "Record a test…",
  title: "How you look and sound",
  text_one: "Records you for {{count}} second, and plays it to you.",
  text_other: "Records you for {{count}} seconds, and plays it to you.",
  nothingOn: "Switch your microphone or camera on first.",
  record: "Record",
  recording_one: "Recording: {{count}} second to go. Say something!",
  recording_other: "Recording: {{count}} seconds to go. Say something!",
  recorded: "Your test recording",
  again: "Once more",
  delete: "Delete",
  failed: "This browser could not record.",
  note: "Nothing of it leaves this device. It is gone when you close this.",
} as const;
