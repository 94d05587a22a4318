import type { ClientRequest } from "@sotto/shared/signalling";
import type { Call } from "./Call.ts";
import type { Participant } from "./Participant.ts";

/** A request that only somebody who has joined can make. */
export type ParticipantRequest = Exclude<ClientRequest, { method: "join" | "ping" }>;

/** Has a participant, or its call, do what its client asks. @returns the answer's data @throws SfuError */
export async function perform(
  request: ParticipantRequest,
  participant: Participant,
  call: Call,
): Promise<object> {
  switch (request.method) {
    case "createTransport":
      return await participant.createTransport(request.data);
    case "connectTransport":
      await participant.connectTransport(request.data);
      return {};
    case "restartIce":
      return await participant.restartIce(request.data);
    case "produce":
      return await participant.produce(request.data);
    case "closeProducer":
      participant.closeProducer(request.data);
      return {};
    case "consume":
      return await participant.consume(request.data);
    case "resumeConsumer":
      await participant.resumeConsumer(request.data);
      return {};
    case "pauseConsumer":
      await participant.pauseConsumer(request.data);
      return {};
    case "closeConsumer":
      participant.closeConsumer(request.data);
      return {};
    case "setPreferredLayers":
      await participant.setPreferredLayers(request.data);
      return {};
    case "requestKeyFrame":
      await participant.requestKeyFrame(request.data);
      return {};
    case "produceData":
      return await participant.produceData(request.data);
    case "consumeData":
      return await participant.consumeData(request.data);
    case "capability": {
      const { capabilityHash } = call.evictions;
      return capabilityHash === undefined ? {} : { capabilityHash };
    }
    case "setCapability":
      call.evictions.replace(request.data.capability, request.data.nextCapabilityHash);
      return {};
    case "evict":
      call.evict(request.data);
      return {};
  }
}
