import * as v from "valibot";
import { DataConsumerClosed, DataRefused } from "./data.ts";
import { Bytes16, Empty, MediaKind, SfuMadeId, Stream, text, whole } from "./fields.ts";

/** Everything the SFU says unasked. */
export const notifications = {
  participantJoined: v.strictObject({ participantId: Bytes16 }),
  participantLeft: v.strictObject({ participantId: Bytes16 }),
  producerAdded: v.strictObject({
    participantId: Bytes16,
    producerId: SfuMadeId,
    kind: MediaKind,
    stream: Stream,
  }),
  producerClosed: v.strictObject({ participantId: Bytes16, producerId: SfuMadeId }),
  /** The highest spatial layer of one's own producer that anybody receives; -1 if nobody does. */
  wantedLayers: v.strictObject({ producerId: SfuMadeId, spatialLayer: whole(-1, 7) }),
  consumerClosed: v.strictObject({ consumerId: SfuMadeId }),
  dataRefused: DataRefused,
  dataConsumerClosed: DataConsumerClosed,
  /** Another connection took this participant's place; this one is over. */
  replaced: Empty,
  /** Members have put this participant out of the call, and its id cannot join again. */
  evicted: Empty,
  closing: v.strictObject({ reason: text(128) }),
} as const;

export type NotificationMethod = keyof typeof notifications;
export type NotificationData<M extends NotificationMethod> = v.InferOutput<(typeof notifications)[M]>;
