/** English: the calls of this device, and rooms with a password. */
export const recent = {
  title: "Recent calls",
  untitled: "A call",
  with: "With {{names}}",
  forget: "Forget: {{title}}, {{when}}",
  forgetHint: "Forget this call",
  forgetAll: "Forget all",
  note: "Kept on this device only, encrypted. Whoever uses this browser can open them.",
} as const;

export const password = {
  add: "Add a password",
  without: "Without a password",
  make: "Password for the call",
  makeHint: "People need the link and this password. Tell it to them in another way than the link.",
  needed: "Asks for a password",
  label: "Password of the call",
  hint: "The link says that there is one. Ask whoever invited you; it never leaves your device.",
  tell: "They also need this password. Tell it to them in another way:",
  alone:
    "Should somebody be here already? Then the password is perhaps not the same: another password leads to another, empty room.",
  errors: { missing: "Please enter the password first.", long: "This password is too long." },
} as const;
