import type { PersonIdentity } from "../../workers/protocol.ts";

/** What is to be thought of somebody before the key worker has said anything. */
export const UNKNOWN_IDENTITY: PersonIdentity = {
  personKey: "",
  pairFingerprint: "",
  verification: "unverified",
  isCompared: false,
  isNewDevice: false,
  verifiedAs: null,
  link: "none",
};

export function isSameIdentity(one: PersonIdentity, other: PersonIdentity): boolean {
  return (
    one.personKey === other.personKey &&
    one.pairFingerprint === other.pairFingerprint &&
    one.verification === other.verification &&
    one.isCompared === other.isCompared &&
    one.isNewDevice === other.isNewDevice &&
    one.verifiedAs === other.verifiedAs &&
    one.link === other.link
  );
}
