/** English: microphone, camera and speaker, and why one is not to be had. */
export const devices = {
  microphone: "Microphone",
  camera: "Camera",
  speaker: "Speaker",
  systemDefault: "System default",
  unnamedMicrophone: "Microphone {{number}}",
  unnamedCamera: "Camera {{number}}",
  unnamedSpeaker: "Speaker {{number}}",
  testSpeaker: "Test sound",
  retry: "Try again",
} as const;

export const deviceErrors = {
  microphone: {
    NotAllowed: "Sotto is not allowed to use your microphone.",
    SystemBlocked: "Your browser lets Sotto use your microphone, but your system's settings keep it back.",
    PagePolicy: "The page around this call keeps your microphone from it. Open the call in a tab of its own.",
    NotFound: "No microphone found. Is it plugged in and switched on?",
    NotReadable: "Your microphone is in use by another tab or program, or your system keeps it back.",
    Overconstrained: "The microphone you chose is not here any more. Choose another one.",
    Ended: "Your microphone was unplugged or switched off.",
    Effect: "Noise could not be taken out of your microphone's sound.",
    Other: "Your microphone could not be started.",
  },
  camera: {
    NotAllowed: "Sotto is not allowed to use your camera.",
    SystemBlocked: "Your browser lets Sotto use your camera, but your system's settings keep it back.",
    PagePolicy: "The page around this call keeps your camera from it. Open the call in a tab of its own.",
    NotFound: "No camera found. Is it plugged in, and is its cover or switch open?",
    NotReadable: "Your camera is in use by another tab or program, or your system keeps it back.",
    Overconstrained: "The camera you chose is not here any more. Choose another one.",
    Ended: "Your camera was unplugged or switched off.",
    Effect:
      "Your background could not be hidden, so your camera stays off. Choose another background, or none.",
    Other: "Your camera could not be started.",
  },
  /** Where the browser keeps it back. */
  browser: {
    chromium: "Click the sign left of the address, switch “{{device}}” on there, then try again.",
    firefox: "Click the struck-out sign left of the address and take back the block, then try again.",
    safari: "In the menu bar choose Safari › Settings for This Website, allow “{{device}}”, then try again.",
    android: "Tap the sign left of the address, then Permissions; allow “{{device}}” and try again.",
    ios: "Tap the sign beside the address, then Website Settings; allow “{{device}}” and try again.",
    other: "Allow “{{device}}” with the sign beside the address, then try again.",
  },
  /** Where the system keeps it back. */
  system: {
    windows:
      "Open Settings › Privacy & security › {{device}}. Switch on access for apps, and for your browser among the desktop apps.",
    macos:
      "Open System Settings › Privacy & Security › {{device}}, switch your browser on there and start it anew.",
    linux:
      "Look in your desktop's settings under Privacy › {{device}}. If your browser came as Flatpak or Snap, allow it there too.",
    android:
      "Open Settings › Apps › your browser › Permissions › {{device}}. A tile in the quick settings can block it for all apps.",
    ios: "Open Settings › Apps › your browser, and switch “{{device}}” on.",
    chromeos: "Open Settings › Privacy and security › Privacy controls, and switch “{{device}}” on.",
    other: "Look in your system's privacy settings for “{{device}}”.",
  },
  openSystem: "Open system settings",
  reassure: {
    microphone: "You can join all the same; others will not hear you.",
    camera: "You can join all the same; others will not see you.",
  },
} as const;
