import * as v from "valibot";
import { Bytes16, Bytes32, list, MAX_PARTICIPANTS, SfuMadeId, whole } from "./fields.ts";

/** How messages travel: `reliable` all of them and in order, `lossy` the newest and not for long. */
export const Reliability = v.picklist(["reliable", "lossy"]);
export type Reliability = v.InferOutput<typeof Reliability>;

/** Bytes of a participant id in front of every data message: to whom it is (zero: all), or from whom. */
export const DATA_PREFIX_BYTES = 16;
/** Longest data message with its prefix, bytes: 64 KiB. */
export const MAX_DATA_MESSAGE_BYTES = 65_536;
/** How long a lossy message is sent again before it is given up, ms: what moves is stale by then. */
export const LOSSY_LIFETIME_MS = 300;

/** Stream ids of data channels (RFC 8832 §6); 65,535 is none. */
const StreamId = whole(0, 65_534);

export const ProduceDataRequest = v.strictObject({
  transportId: SfuMadeId,
  reliability: Reliability,
  streamId: StreamId,
});
export const ProduceDataResponse = v.strictObject({ dataProducerId: SfuMadeId });

export const ConsumeDataRequest = v.strictObject({ reliability: Reliability });
export const ConsumeDataResponse = v.strictObject({
  dataConsumerId: SfuMadeId,
  dataProducerId: SfuMadeId,
  streamId: StreamId,
});

/** What one participant may send. A message costs its bytes once for each receiver. */
export const DataLimits = v.strictObject({
  messagesPerSecond: whole(1, 100_000),
  bytesPerSecond: whole(1, 0x7fffffff),
  burstBytes: whole(1, 0x7fffffff),
});
export type DataLimits = v.InferOutput<typeof DataLimits>;

/** A message of one's own was not passed on; with `sfu/limit`, none will be until `produceData` comes again. */
export const DataRefused = v.strictObject({
  reliability: Reliability,
  code: v.picklist(["sfu/rate", "sfu/invalid-parameters", "sfu/limit"]),
});

/** The receiver did not take messages as fast as they came; what comes after this needs another `consumeData`. */
export const DataConsumerClosed = v.strictObject({ reliability: Reliability });

/** Asks which capability the call takes: `capabilityHash` is absent until somebody sets one. */
export const CapabilityResponse = v.strictObject({ capabilityHash: v.exactOptional(Bytes32) });

/** Compare and set: `capability` must be the one whose hash is kept, and absent if none is. */
export const SetCapabilityRequest = v.strictObject({
  capability: v.exactOptional(Bytes32),
  nextCapabilityHash: Bytes32,
});

export const EvictRequest = v.strictObject({
  participantIds: list(Bytes16, 1, MAX_PARTICIPANTS),
  capability: Bytes32,
  nextCapabilityHash: Bytes32,
});
