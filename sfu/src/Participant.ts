import type { types } from "mediasoup";
import {
  type Notification,
  type RequestData,
  type ResponseData,
  rtpParametersFrom,
} from "@sotto/shared/signalling";
import type { Branch, Direction } from "./Branch.ts";
import type { Call, CallSetting } from "./Call.ts";
import { DataPort } from "./data/DataPort.ts";
import type { SfuLimits } from "./limits.ts";
import type { TransportTraffic } from "./Traffic.ts";
import type { Pipe } from "./Pipe.ts";
import { ProducerDemand } from "./ProducerDemand.ts";
import { SfuError } from "./SfuError.ts";
import { TokenBucket } from "./TokenBucket.ts";

/** What the SFU remembers of a producer: a number that means something only to those who hold the keys. */
export interface ProducerData extends types.AppData {
  readonly stream: number;
}

/** Streams that somebody who sends will probably send: a microphone and a camera. */
const USUAL_PRODUCERS = 2;
/** A producer is asked for key frames no more often than this, however many receivers ask, ms. */
const KEY_FRAME_PAUSE_MS = 500;

/** A transport, and where it is. */
interface Seat {
  readonly transport: types.WebRtcTransport;
  readonly branch: Branch;
}

/** Somebody in a call, known by an id that means nothing outside it, and everything that they own here. */
export class Participant {
  /** 16 bytes, base64url. */
  readonly id: string;
  readonly #producers = new Map<string, types.Producer<ProducerData>>();
  /** What the receivers of each producer want of it, by producer id. */
  readonly #demands = new Map<string, ProducerDemand>();
  /** One for each producer received, by consumer id. */
  readonly #consumers = new Map<string, types.Consumer>();
  /** The way by which a consumer's stream comes here from another worker. */
  readonly #pipes = new WeakMap<types.Consumer, Pipe>();
  readonly #seats: Partial<Record<Direction, Seat>> = {};
  readonly #call: Call;
  readonly #setting: CallSetting;
  readonly #limits: SfuLimits;
  readonly #notify: (notification: Notification) => void;
  /** Gives its place on the server free. */
  readonly #release: () => void;
  readonly #keyFrames: TokenBucket;
  readonly #data: DataPort;
  #closed = false;

  /** @throws SfuError `sfu/limit` if the server is full */
  constructor(id: string, call: Call, setting: CallSetting, notify: (notification: Notification) => void) {
    const { limits, now, capacity } = setting;
    this.#release = capacity.takeParticipant();
    this.id = id;
    this.#call = call;
    this.#setting = setting;
    this.#limits = limits;
    this.#notify = notify;
    this.#keyFrames = new TokenBucket(limits.keyFramesPerSecond, limits.keyFramesPerSecond, now());
    this.#data = new DataPort(this, call.data, limits, now);
  }

  /** By producer id. */
  get producers(): ReadonlyMap<string, types.Producer<ProducerData>> {
    return this.#producers;
  }

  /** What the receivers of one of this participant's producers want of it. */
  demandFor(producerId: string): ProducerDemand | undefined {
    return this.#demands.get(producerId);
  }

  /** Where its transport of one direction is. */
  branchOf(direction: Direction): Branch | undefined {
    return this.#seats[direction]?.branch;
  }

  /** Whether a worker died on which it had a transport. */
  get isDisplaced(): boolean {
    return Object.values(this.#seats).some(({ branch }) => branch.router?.closed === true);
  }

  /** Tells this participant's client something. */
  notify(notification: Notification): void {
    if (!this.#closed) this.#notify(notification);
  }

  /** Makes the transport of one direction; one that was there is closed with all it carried. */
  async createTransport(request: RequestData<"createTransport">): Promise<ResponseData<"createTransport">> {
    const { direction } = request;
    this.#seats[direction]?.transport.close();
    const branch = this.#call.branches.choose(direction);
    const expected = direction === "send" ? USUAL_PRODUCERS : this.#call.producerCount;
    const transport = await branch.createTransport(direction, this.#limits, expected);
    this.#own(transport);
    this.#seats[direction] = { transport, branch };
    transport.on("dtlsstatechange", (state) => {
      // The client closed its end or cannot be who it said: media cannot flow over this transport again.
      if (state === "closed" || state === "failed") transport.close();
    });
    return {
      transportId: transport.id,
      iceParameters: transport.iceParameters,
      iceCandidates: transport.iceCandidates.map((candidate) => ({
        foundation: candidate.foundation,
        priority: candidate.priority,
        address: candidate.address,
        ip: candidate.ip,
        protocol: candidate.protocol,
        port: candidate.port,
        type: "host",
        ...(candidate.tcpType === "passive" && { tcpType: "passive" as const }),
      })),
      dtlsParameters: transport.dtlsParameters,
      ...sctpParametersOf(transport),
      ...this.#call.relays(),
    };
  }

  async connectTransport(request: RequestData<"connectTransport">): Promise<void> {
    const transport = this.#transport(request.transportId);
    await refusing("the transport cannot be connected so", () =>
      transport.connect({ dtlsParameters: request.dtlsParameters }),
    );
  }

  async restartIce(request: RequestData<"restartIce">): Promise<ResponseData<"restartIce">> {
    return { iceParameters: await this.#transport(request.transportId).restartIce() };
  }

  async produce(request: RequestData<"produce">): Promise<ResponseData<"produce">> {
    const { transport } = this.#sendingSeat(request.transportId);
    if (this.producers.size >= this.#limits.producersPerParticipant) {
      throw new SfuError("sfu/limit", "too many producers");
    }
    if ([...this.producers.values()].some(({ appData }) => appData.stream === request.stream)) {
      throw new SfuError("sfu/invalid-parameters", "this stream number is in use");
    }
    const { codecs } = request.rtpParameters;
    if (!codecs.every(({ mimeType }) => mimeType.toLowerCase().startsWith(`${request.kind}/`))) {
      throw new SfuError("sfu/invalid-parameters", "the codecs are of another kind");
    }
    this.#setting.capacity.askForStream("producer");
    const producer = await refusing("the stream cannot be produced so", () =>
      transport.produce<ProducerData>({
        kind: request.kind,
        rtpParameters: request.rtpParameters,
        appData: { stream: request.stream },
        keyFrameRequestDelay: KEY_FRAME_PAUSE_MS,
      }),
    );
    this.#own(producer, transport);
    this.#setting.capacity.hold("producer", producer);
    this.#producers.set(producer.id, producer);
    const demand = new ProducerDemand((spatialLayer) => {
      this.notify({ method: "wantedLayers", data: { producerId: producer.id, spatialLayer } });
    });
    this.#demands.set(producer.id, demand);
    producer.observer.once("close", () => {
      demand.close();
      this.#demands.delete(producer.id);
      this.#producers.delete(producer.id);
      this.#call.tellOthers(this.id, {
        method: "producerClosed",
        data: { participantId: this.id, producerId: producer.id },
      });
    });
    this.#call.tellOthers(this.id, {
      method: "producerAdded",
      data: { participantId: this.id, producerId: producer.id, kind: request.kind, stream: request.stream },
    });
    return { producerId: producer.id };
  }

  closeProducer(request: RequestData<"closeProducer">): void {
    const producer = this.producers.get(request.producerId);
    if (producer === undefined) throw new SfuError("sfu/unknown-producer", "no such producer");
    producer.close();
  }

  /**
   * Makes a consumer, paused: the client attaches its transform and then asks for frames. One there was of the same
   * producer is closed, so that nobody has a stream sent to them more than once.
   */
  async consume(request: RequestData<"consume">): Promise<ResponseData<"consume">> {
    const { transport, branch } = this.#receivingSeat();
    const found = this.#call.findProducer(request.producerId);
    if (found === undefined || found.participant === this) {
      throw new SfuError("sfu/unknown-producer", "no such producer");
    }
    const { producerId } = request;
    for (const consumer of this.#consumers.values()) if (consumer.producerId === producerId) consumer.close();
    if (this.#consumers.size >= this.#limits.consumersPerParticipant) {
      throw new SfuError("sfu/limit", "too many consumers");
    }
    this.#setting.capacity.askForStream("consumer");
    const rtpCapabilities = request.rtpCapabilities as types.RtpCapabilities;
    const [consumer, pipe] = await refusing("the stream cannot be consumed so", async () => {
      if (found.branch.router?.canConsume({ producerId, rtpCapabilities }) !== true) {
        throw new SfuError("sfu/unsupported", "this client cannot receive this codec");
      }
      const way = await this.#call.branches.bring(found.producer, found.branch, branch);
      return [await transport.consume({ producerId, rtpCapabilities, paused: true }), way];
    });
    this.#own(consumer, transport, found.producer);
    this.#setting.capacity.hold("consumer", consumer);
    this.#consumers.set(consumer.id, consumer);
    found.participant.demandFor(producerId)?.add(consumer);
    if (pipe !== undefined) {
      this.#pipes.set(consumer, pipe);
      pipe.serve(consumer);
    }
    consumer.observer.once("close", () => {
      this.#consumers.delete(consumer.id);
      if (this.isDisplaced) return;
      this.notify({ method: "consumerClosed", data: { consumerId: consumer.id } });
    });
    const { producer, participant } = found;
    return {
      consumerId: consumer.id,
      producerId: producer.id,
      participantId: participant.id,
      kind: consumer.kind,
      stream: producer.appData.stream,
      rtpParameters: rtpParametersFrom(consumer.rtpParameters),
      type: consumer.type === "pipe" ? "simple" : consumer.type,
    };
  }

  async resumeConsumer(request: RequestData<"resumeConsumer">): Promise<void> {
    const consumer = this.#consumer(request.consumerId);
    await consumer.resume();
    this.#reconsider(consumer);
  }

  async pauseConsumer(request: RequestData<"pauseConsumer">): Promise<void> {
    const consumer = this.#consumer(request.consumerId);
    await consumer.pause();
    this.#reconsider(consumer);
  }

  closeConsumer(request: RequestData<"closeConsumer">): void {
    this.#consumer(request.consumerId).close();
  }

  async setPreferredLayers(request: RequestData<"setPreferredLayers">): Promise<void> {
    const { consumerId, spatialLayer, temporalLayer } = request;
    const consumer = this.#consumer(consumerId);
    await consumer.setPreferredLayers({
      spatialLayer,
      ...(temporalLayer !== undefined && { temporalLayer }),
    });
    this.#reconsider(consumer);
  }

  async requestKeyFrame(request: RequestData<"requestKeyFrame">): Promise<void> {
    const consumer = this.#consumer(request.consumerId);
    if (!this.#keyFrames.take(this.#setting.now()))
      throw new SfuError("sfu/rate", "too many key frame requests");
    await consumer.requestKeyFrame();
  }

  async produceData(request: RequestData<"produceData">): Promise<ResponseData<"produceData">> {
    return await this.#data.produce(this.#sendingSeat(request.transportId), request);
  }

  async consumeData(request: RequestData<"consumeData">): Promise<ResponseData<"consumeData">> {
    return await this.#data.consume(this.#receivingSeat(), request);
  }

  /** Where this participant's media comes from: for operators and tests, never for other participants. */
  async mediaAddresses(): Promise<{ remoteIp: string; remotePort: number }[]> {
    const transports = Object.values(this.#seats).map(({ transport }) => transport);
    const stats = (await Promise.all(transports.map((transport) => transport.getStats()))).flat();
    return stats.flatMap(({ iceSelectedTuple }) => {
      const { remoteIp, remotePort } = iceSelectedTuple ?? {};
      return remoteIp === undefined || remotePort === undefined ? [] : [{ remoteIp, remotePort }];
    });
  }

  /** What its transports have carried. @throws if one of them closes meanwhile */
  async traffic(): Promise<TransportTraffic[]> {
    const transports = Object.values(this.#seats).flatMap(({ transport }) =>
      transport.closed ? [] : [transport],
    );
    return (await Promise.all(transports.map((transport) => transport.getStats()))).flat();
  }

  /** Ends its client's connection, and with it all that it owns here. */
  expel(reason: string): void {
    this.notify({ method: "closing", data: { reason } });
  }

  /** Closes everything this participant owns here. Its own client hears nothing more. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#release();
    this.#data.close();
    this.#seats.send?.transport.close();
    this.#seats.recv?.transport.close();
  }

  /**
   * Takes on what the worker has just made. What it hangs on may have closed meanwhile; mediasoup would then keep
   * it, open and useless.
   * @throws SfuError if so
   */
  #own(made: { close(): void }, ...needed: readonly { readonly closed: boolean }[]): void {
    if (!this.#closed && needed.every(({ closed }) => !closed)) return;
    made.close();
    throw new SfuError("sfu/invalid-parameters", "it was closed meanwhile");
  }

  /** Has those looked at who make and carry what this consumer receives. */
  #reconsider(consumer: types.Consumer): void {
    this.#pipes.get(consumer)?.consider();
    this.#call.findProducer(consumer.producerId)?.participant.demandFor(consumer.producerId)?.consider();
  }

  #transport(transportId: string): types.WebRtcTransport {
    const { send, recv } = this.#seats;
    const transport = [send, recv].find((own) => own?.transport.id === transportId)?.transport;
    if (transport === undefined || transport.closed) {
      throw new SfuError("sfu/unknown-transport", "no such transport");
    }
    return transport;
  }

  #sendingSeat(transportId: string): Seat {
    const transport = this.#transport(transportId);
    const { send } = this.#seats;
    if (send?.transport !== transport) {
      throw new SfuError("sfu/unsupported", "only the sending transport produces");
    }
    return send;
  }

  #receivingSeat(): Seat {
    const { recv } = this.#seats;
    if (recv === undefined || recv.transport.closed) {
      throw new SfuError("sfu/unknown-transport", "no receiving transport yet");
    }
    return recv;
  }

  #consumer(consumerId: string): types.Consumer {
    const consumer = this.#consumers.get(consumerId);
    if (consumer === undefined) throw new SfuError("sfu/unknown-consumer", "no such consumer");
    return consumer;
  }
}

/** What a client needs of a transport's SCTP parameters; the worker's own settings are left out. */
function sctpParametersOf({
  sctpParameters,
}: types.WebRtcTransport): Pick<ResponseData<"createTransport">, "sctpParameters"> {
  if (sctpParameters === undefined) return {};
  const { port, OS, MIS, maxMessageSize } = sctpParameters;
  return { sctpParameters: { port, OS, MIS, maxMessageSize } };
}

/** mediasoup throws for parameters that contradict each other: the client's fault, not the server's. */
async function refusing<T>(message: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (cause instanceof SfuError) throw cause;
    throw new SfuError("sfu/invalid-parameters", message, { cause });
  }
}
