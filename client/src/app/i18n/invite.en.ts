/** English: handing on the link. */
export const invite = {
  item: "Invite…",
  title: "Invite people",
  code: "QR code of the link to this call",
  show: "QR code",
  photograph: "Others point their camera at this and join.",
  note: "The key is in the link and in this code: whoever sees one of them can join.",
  passwordNote: "The key is in the link and in this code. People need the password too.",
} as const;
