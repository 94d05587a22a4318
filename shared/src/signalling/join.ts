import * as v from "valibot";
import { DataLimits } from "./data.ts";
import {
  Bytes16,
  Bytes32,
  list,
  MAX_PARTICIPANTS,
  MAX_PRODUCERS,
  MediaKind,
  SfuMadeId,
  Stream,
  whole,
} from "./fields.ts";
import { RtpCapabilities } from "./rtp.ts";

/** The version of this protocol. */
export const SIGNALLING_VERSION = 1;

export const JoinRequest = v.strictObject({
  version: v.literal(SIGNALLING_VERSION),
  callId: Bytes16,
  /** The secret the call id is derived from: having it is being invited. */
  admission: Bytes32,
  participantId: Bytes16,
  /** Random, made by the client once per call: only who shows it again may take the participant's place. */
  resumeToken: Bytes32,
});

const ProducerEntry = v.strictObject({ producerId: SfuMadeId, kind: MediaKind, stream: Stream });
const ParticipantEntry = v.strictObject({
  participantId: Bytes16,
  producers: list(ProducerEntry, 0, MAX_PRODUCERS),
});

export const JoinResponse = v.strictObject({
  routerRtpCapabilities: RtpCapabilities,
  /** Everybody else in the call. */
  participants: list(ParticipantEntry, 0, MAX_PARTICIPANTS),
  limits: v.strictObject({
    /** Participants in the call, this one included. */
    participants: whole(1, MAX_PARTICIPANTS),
    /** Producers and consumers this participant may have at one time. */
    producers: whole(0, MAX_PRODUCERS),
    consumers: whole(0, 65_535),
    data: DataLimits,
  }),
});
