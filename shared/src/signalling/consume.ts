import * as v from "valibot";
import { Bytes16, MediaKind, SfuMadeId, Stream, whole } from "./fields.ts";
import { RtpCapabilities, RtpParameters } from "./rtp.ts";

/** The consumer made is paused until `resumeConsumer`, so that its transform is in place before any frame. */
export const ConsumeRequest = v.strictObject({ producerId: SfuMadeId, rtpCapabilities: RtpCapabilities });
export const ConsumeResponse = v.strictObject({
  consumerId: SfuMadeId,
  producerId: SfuMadeId,
  participantId: Bytes16,
  kind: MediaKind,
  stream: Stream,
  rtpParameters: RtpParameters,
  type: v.picklist(["simple", "simulcast", "svc"]),
});

/** `resumeConsumer`, `pauseConsumer`, `closeConsumer` and `requestKeyFrame` name a consumer and no more. */
export const ConsumerRequest = v.strictObject({ consumerId: SfuMadeId });

export const SetPreferredLayersRequest = v.strictObject({
  consumerId: SfuMadeId,
  spatialLayer: whole(0, 7),
  temporalLayer: v.exactOptional(whole(0, 7)),
});
