import type { types } from "mediasoup-client";
import { concatBytes, fromBase64Url } from "@sotto/shared/codec";
import {
  DATA_PREFIX_BYTES,
  LOSSY_LIFETIME_MS,
  type Notification,
  type Reliability,
  type ResponseData,
} from "@sotto/shared/signalling";
import { SdkError } from "../SdkError.ts";
import type { SfuConnection } from "../SfuConnection.ts";
import { SendPace } from "./SendPace.ts";

/** What is heard of the channels. */
export interface DataChannelEvents {
  /** Both ways are open, or not any more. */
  readonly open: (isOpen: boolean) => void;
  /** A message, without the prefix of the server, which says nothing that could be believed. */
  readonly message: (bytes: Uint8Array, lossy: boolean) => void;
}

/** The transports and the server's answer that channels are made on. */
export interface DataChannelPlace {
  readonly connection: SfuConnection;
  readonly send: types.Transport;
  readonly recv: types.Transport;
  readonly limits: ResponseData<"join">["limits"];
}

/** Bytes that may wait in the browser: below it reliable messages go on, above it lossy ones are dropped. */
const BUFFER_BYTES = 1024 * 1024;
const LOSSY_BUFFER_BYTES = 64 * 1024;
/** How often a full buffer is looked at, ms. */
const BUFFER_CHECK_MS = 20;
/** Pause before a channel that the server closed is made again, ms. */
const AGAIN_MS = 1_000;
const EVERYBODY = new Uint8Array(DATA_PREFIX_BYTES);

/** The data channels over one connection to the forwarding server: one each way for each reliability. Lives once. */
export class DataChannels {
  readonly #place: DataChannelPlace;
  readonly #events: DataChannelEvents;
  readonly #pace: SendPace;
  readonly #producers: Partial<Record<Reliability, types.DataProducer>> = {};
  readonly #consumers: Partial<Record<Reliability, types.DataConsumer>> = {};
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #isOpen = false;
  #closed = false;

  constructor(place: DataChannelPlace, events: DataChannelEvents) {
    this.#place = place;
    this.#events = events;
    this.#pace = new SendPace(place.limits.data, performance.now());
    place.send.on("producedata", ({ sctpStreamParameters, appData }, done, fail) => {
      const { streamId } = sctpStreamParameters;
      const reliability = appData["reliability"] as Reliability;
      if (streamId === undefined) {
        fail(new SdkError("sfu/malformed", "a data channel without an id"));
        return;
      }
      const request = { transportId: place.send.id, reliability, streamId };
      place.connection.request("produceData", request).then(({ dataProducerId }) => {
        done({ id: dataProducerId });
      }, fail);
    });
  }

  /** Makes the channels. @throws if the server refuses */
  async start(): Promise<void> {
    await Promise.all(
      reliabilities.flatMap((reliability) => [this.#produce(reliability), this.#consume(reliability)]),
    );
  }

  /**
   * Sends a message that is sealed already.
   * @param to a participant id in base64url, or null for all others
   * @param receivers how many others there are
   * @throws SdkError `data/closed`, or `data/busy` if it is lossy and there is no room for it now
   */
  async send(bytes: Uint8Array, lossy: boolean, to: string | null, receivers: number): Promise<void> {
    const message = concatBytes(to === null ? EVERYBODY : fromBase64Url(to), bytes);
    const wait = () => this.#pace.take(message.length, to === null ? receivers : 1, performance.now());
    if (lossy) {
      const producer = this.#producer("lossy");
      if (producer.bufferedAmount > LOSSY_BUFFER_BYTES || wait() > 0) {
        throw new SdkError("data/busy", "no room for a lossy message now");
      }
      producer.send(message);
      return;
    }
    for (let ms = wait(); ms > 0; ms = wait()) await this.#pause(ms);
    while (this.#producer("reliable").bufferedAmount > BUFFER_BYTES) await this.#pause(BUFFER_CHECK_MS);
    this.#producer("reliable").send(message);
  }

  /** Takes in what the server says of the channels. */
  notified({ method, data }: Notification): void {
    if (method === "dataConsumerClosed") {
      this.#consumers[data.reliability]?.close();
      this.#again(() => this.#consume(data.reliability));
    }
    if (method === "dataRefused" && data.code === "sfu/limit") {
      this.#producers[data.reliability]?.close();
      this.#again(() => this.#produce(data.reliability));
    }
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const end of [...Object.values(this.#producers), ...Object.values(this.#consumers)]) end.close();
    this.#look();
  }

  async #produce(reliability: Reliability): Promise<void> {
    const producer = await this.#place.send.produceData({
      ...(reliability === "reliable"
        ? { ordered: true }
        : { ordered: false, maxPacketLifeTime: LOSSY_LIFETIME_MS }),
      appData: { reliability },
    });
    if (this.#closed) {
      producer.close();
      return;
    }
    this.#producers[reliability] = producer;
    this.#watch(producer);
  }

  async #consume(reliability: Reliability): Promise<void> {
    const { connection, recv } = this.#place;
    const { dataConsumerId, dataProducerId, streamId } = await connection.request("consumeData", {
      reliability,
    });
    const consumer = await recv.consumeData({
      id: dataConsumerId,
      dataProducerId,
      sctpStreamParameters: { streamId, ordered: reliability === "reliable" },
    });
    if (this.#closed) {
      consumer.close();
      return;
    }
    this.#consumers[reliability] = consumer;
    consumer.binaryType = "arraybuffer";
    consumer.on("message", (message: unknown) => {
      if (!(message instanceof ArrayBuffer) || message.byteLength <= DATA_PREFIX_BYTES) return;
      this.#events.message(new Uint8Array(message, DATA_PREFIX_BYTES).slice(), reliability === "lossy");
    });
    this.#watch(consumer);
  }

  #watch(end: Watched): void {
    const look = () => {
      this.#look();
    };
    end.on("open", look);
    end.on("close", look);
    look();
  }

  #look(): void {
    const ends = reliabilities.flatMap((reliability) => [
      this.#producers[reliability],
      this.#consumers[reliability],
    ]);
    const isOpen = !this.#closed && ends.every((end) => end?.readyState === "open");
    if (isOpen === this.#isOpen) return;
    this.#isOpen = isOpen;
    this.#events.open(isOpen);
  }

  #producer(reliability: Reliability): types.DataProducer {
    const producer = this.#producers[reliability];
    if (this.#closed || producer?.readyState !== "open") {
      throw new SdkError("data/closed", "the data channels are not open");
    }
    return producer;
  }

  async #pause(ms: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, ms));
    if (this.#closed) throw new SdkError("data/closed", "the data channels are closed");
  }

  /** Makes a channel anew after a pause; whoever is that slow or fast once need not be told twice. */
  #again(make: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      make().catch(() => undefined);
    }, AGAIN_MS);
    this.#timers.add(timer);
  }
}

/** The server's SCTP parameters in mediasoup-client's words: it is the same size both ways. */
export function sctpParametersOf({
  port,
  maxMessageSize,
}: NonNullable<ResponseData<"createTransport">["sctpParameters"]>): NonNullable<
  types.TransportOptions["sctpParameters"]
> {
  return { port, maxSendMessageSize: maxMessageSize, maxReceiveMessageSize: maxMessageSize };
}

/** What producers and consumers have in common. */
interface Watched {
  on(event: "open" | "close", listener: () => void): unknown;
}

const reliabilities = ["reliable", "lossy"] as const satisfies Reliability[];
