import * as v from "valibot";
import { MediaKind, SfuMadeId, Stream } from "./fields.ts";
import { RtpParameters } from "./rtp.ts";

export const ProduceRequest = v.strictObject({
  transportId: SfuMadeId,
  kind: MediaKind,
  rtpParameters: RtpParameters,
  stream: Stream,
});
export const ProduceResponse = v.strictObject({ producerId: SfuMadeId });

export const CloseProducerRequest = v.strictObject({ producerId: SfuMadeId });
