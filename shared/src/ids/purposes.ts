/**
 * Every purpose a secret is derived for: the only list. A purpose enters HKDF's info as
 * `"sotto v1 " + purpose`, so no two entries may be equal, and none may ever change its meaning.
 * `length` is the output in bytes.
 */
export const purposes = {
  // From the link secret.
  announcementKey: { label: "announcement key", length: 32 },
  mailboxId: { label: "mailbox id", length: 16 },
  passwordSalt: { label: "password salt", length: 16 },
  // From the secret in a protected room's link and the stretched password, together.
  protectedLink: { label: "protected link secret", length: 32 },
  // From the call secret.
  groupId: { label: "group id", length: 16 },
  outerSealKey: { label: "outer seal key", length: 32 },
  mailboxToken: { label: "mailbox token", length: 32 },
  sfuAdmission: { label: "sfu admission", length: 32 },
  participantId: { label: "participant", length: 16 },
  reportKey: { label: "report key", length: 32 },
  // From the SFU admission secret, so that the SFU can check one against the other without stored state.
  sfuCallId: { label: "sfu call id", length: 16 },
  // From a random secret that one browser tab keeps to itself.
  instanceTag: { label: "instance tag", length: 16 },
  // From a value exported from the MLS epoch, so that the exported value itself is never sent.
  capability: { label: "capability", length: 32 },
  laterGroupId: { label: "later group id", length: 16 },
  dataKey: { label: "data key", length: 32 },
  // From the MLS epoch authenticator. The code has twice the digits that are shown, so that each is as likely as the
  // other.
  callCode: { label: "call code", length: 16 },
  reportedEpoch: { label: "reported epoch", length: 32 },
} as const;

export type Purpose = keyof typeof purposes;
