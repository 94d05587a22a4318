/** English: after a call, and what is loud. */
export const rating = {
  title: "How was the call?",
  good: "Good",
  fair: "So-so",
  bad: "Bad",
  local: "Your answer stays on this device.",
  thanks: "Good to hear.",
  advice:
    "Next time, a headset helps against echo, a cable or a place near the router against stops, and “Low data” in the settings against a weak line.",
} as const;

export const voices = {
  item: "Volume…",
  title: "Volume of {{name}}",
  label: "How loud you hear {{name}}",
  mute: "Mute for me",
  unmute: "Hear again",
  onlyYou: "For you alone. {{name}} does not notice.",
} as const;
