import type * as v from "valibot";
import { ConsumeRequest, ConsumeResponse, ConsumerRequest, SetPreferredLayersRequest } from "./consume.ts";
import {
  CapabilityResponse,
  ConsumeDataRequest,
  ConsumeDataResponse,
  EvictRequest,
  ProduceDataRequest,
  ProduceDataResponse,
  SetCapabilityRequest,
} from "./data.ts";
import { Empty } from "./fields.ts";
import { JoinRequest, JoinResponse } from "./join.ts";
import { CloseProducerRequest, ProduceRequest, ProduceResponse } from "./produce.ts";
import {
  ConnectTransportRequest,
  CreateTransportRequest,
  CreateTransportResponse,
  RestartIceRequest,
  RestartIceResponse,
} from "./transport.ts";

/** Every request a client may make, with the schema of what it sends and of what it gets. */
export const methods = {
  join: { request: JoinRequest, response: JoinResponse },
  createTransport: { request: CreateTransportRequest, response: CreateTransportResponse },
  connectTransport: { request: ConnectTransportRequest, response: Empty },
  restartIce: { request: RestartIceRequest, response: RestartIceResponse },
  produce: { request: ProduceRequest, response: ProduceResponse },
  closeProducer: { request: CloseProducerRequest, response: Empty },
  consume: { request: ConsumeRequest, response: ConsumeResponse },
  resumeConsumer: { request: ConsumerRequest, response: Empty },
  pauseConsumer: { request: ConsumerRequest, response: Empty },
  closeConsumer: { request: ConsumerRequest, response: Empty },
  setPreferredLayers: { request: SetPreferredLayersRequest, response: Empty },
  requestKeyFrame: { request: ConsumerRequest, response: Empty },
  produceData: { request: ProduceDataRequest, response: ProduceDataResponse },
  consumeData: { request: ConsumeDataRequest, response: ConsumeDataResponse },
  capability: { request: Empty, response: CapabilityResponse },
  setCapability: { request: SetCapabilityRequest, response: Empty },
  evict: { request: EvictRequest, response: Empty },
  ping: { request: Empty, response: Empty },
} as const;

export type Method = keyof typeof methods;
export type RequestData<M extends Method> = v.InferOutput<(typeof methods)[M]["request"]>;
export type ResponseData<M extends Method> = v.InferOutput<(typeof methods)[M]["response"]>;
