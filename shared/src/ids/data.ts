import { SottoError } from "../codec/index.ts";
import { derive } from "./derive.ts";
import { asCallSecret, asParticipantId, type CallSecret, type ParticipantId } from "./types.ts";

/** The key that seals members' reports of their epochs on the SFU's data channels. @throws SottoError `ids/length` */
export function reportKey(callSecret: CallSecret): Uint8Array {
  return derive(asCallSecret(callSecret), "reportKey");
}

/**
 * What a member reports of an epoch: equal for all who share its whole history, and of no use for anything else.
 * @param epochAuthenticator of the MLS epoch (RFC 9420 §8.7)
 */
export function reportedEpoch(epochAuthenticator: Uint8Array): Uint8Array {
  return derive(epochAuthenticator, "reportedEpoch");
}

/**
 * The key under which one member sends data messages in one epoch.
 * @param exported 32 bytes exported from the MLS epoch
 * @throws SottoError `ids/length`
 */
export function dataKey(exported: Uint8Array, sender: ParticipantId): Uint8Array {
  if (exported.length !== 32) throw new SottoError("ids/length", "exported value must be 32 bytes");
  return derive(exported, "dataKey", asParticipantId(sender));
}
