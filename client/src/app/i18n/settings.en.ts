/** English: settings, and the list of shortcuts. */
export const settings = {
  title: "Settings",
  devices: "Devices",
  picture: "Picture and data",
  behaviour: "Behaviour",
  shortcuts: "Keyboard shortcuts",
  shortcutsHint: "Single letters act while you are not typing. The space bar is for talking.",
  selfView: "Show my own picture",
  selfViewHint: "Others see you in any case, while your camera is on.",
  lowData: "Low data",
  lowDataHint: "Small pictures, in both directions. Sound comes first.",
  sounds: "Soft sounds",
  soundsHint: "When somebody joins or leaves, or the connection is lost.",
  micHints: "Hints about my microphone",
  micHintsHint: "When you talk while muted, or no sound comes. It is listened to on this device only.",
} as const;

export const shortcuts = {
  title: "Keyboard shortcuts",
  off: "Shortcuts are switched off in the settings.",
  space: "Space",
  talk: "Hold to talk; ends muted",
  digits: "Make a person large; 0 is you",
  commands: {
    microphone: "Microphone on or off",
    camera: "Camera on or off",
    share: "Share your screen, or stop",
    chat: "Show or hide the chat",
    people: "Show or hide people",
    hand: "Raise or lower your hand",
    layout: "All alike, or the speaker large",
    fullScreen: "Full screen",
    filmstrip: "Show or hide the small pictures",
    lowData: "Low data on or off",
    statistics: "Statistics",
    help: "This list",
  },
} as const;
