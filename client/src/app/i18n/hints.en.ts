/** English: what the person may not have noticed. */
export const hints = {
  "talking-muted": { title: "You are muted", text: "Nobody hears what you are saying." },
  silent: {
    title: "No sound comes from your microphone",
    text: "It may be switched off at its cable or keyboard, turned down in the system, or be the wrong one.",
  },
  unmute: "Unmute",
  use: "Use {{device}}",
  settings: "Settings…",
  dismiss: "Hide this hint",
  newDevice: {
    microphone: "New microphone: {{device}}",
    camera: "New camera: {{device}}",
    speaker: "New speaker: {{device}}",
  },
  useNew: "Use",
} as const;
