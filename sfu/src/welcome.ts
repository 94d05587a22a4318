import {
  MAX_MESSAGE_BYTES,
  type Notification,
  type ResponseData,
  rtpCapabilitiesFrom,
} from "@sotto/shared/signalling";
import type { Call } from "./Call.ts";
import type { SfuLimits } from "./limits.ts";
import type { Participant } from "./Participant.ts";

/** The answer to `join`, and what did not fit into it. */
export interface Welcome {
  readonly answer: ResponseData<"join">;
  /** To be sent right after the answer: whoever makes many producers must not keep others from joining. */
  readonly further: readonly Notification[];
}

/** Bytes of a message that are kept for its frame and the limits. */
const FRAME_BYTES = 512;

/** What somebody who has just joined is told: what the routers take, and who else is here with which producers. */
export function welcome(call: Call, newcomer: Participant, limits: SfuLimits): Welcome {
  const routerRtpCapabilities = rtpCapabilitiesFrom(call.rtpCapabilities);
  let room = MAX_MESSAGE_BYTES - FRAME_BYTES - jsonBytes(routerRtpCapabilities);
  const participants: ResponseData<"join">["participants"] = [];
  const further: Notification[] = [];
  for (const other of call.participants.values()) {
    if (other === newcomer) continue;
    const participantId = other.id;
    const producers = [...other.producers.values()].map(({ id: producerId, kind, appData }) => ({
      producerId,
      kind,
      stream: appData.stream,
    }));
    const bytes = jsonBytes({ participantId, producers }) + 1;
    if (bytes <= room) {
      room -= bytes;
      participants.push({ participantId, producers });
    } else {
      further.push({ method: "participantJoined", data: { participantId } });
      for (const producer of producers) {
        further.push({ method: "producerAdded", data: { participantId, ...producer } });
      }
    }
  }
  return {
    answer: {
      routerRtpCapabilities,
      participants,
      limits: {
        participants: limits.participantsPerCall,
        producers: limits.producersPerParticipant,
        consumers: limits.consumersPerParticipant,
        data: {
          messagesPerSecond: limits.dataMessagesPerSecond,
          bytesPerSecond: limits.dataBytesPerSecond,
          burstBytes: limits.dataBurstBytes,
        },
      },
    },
    further,
  };
}

function jsonBytes(value: object): number {
  return Buffer.byteLength(JSON.stringify(value));
}
