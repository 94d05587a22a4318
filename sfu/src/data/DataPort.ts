import type { types } from "mediasoup";
import {
  DATA_PREFIX_BYTES,
  LOSSY_LIFETIME_MS,
  type Notification,
  type Reliability,
  type RequestData,
  type ResponseData,
} from "@sotto/shared/signalling";
import type { SfuLimits } from "../limits.ts";
import { SfuError } from "../SfuError.ts";
import { TokenBucket } from "../TokenBucket.ts";
import type { DataBus } from "./DataBus.ts";
import { SendBudget } from "./SendBudget.ts";

/** PPID of binary messages that are not empty (RFC 8831 §8); nothing else is spoken here. */
const BINARY_PPID = 53;
/** Refusals that a participant is told of, per second: one is enough to slow down. */
const TOLD_PER_SECOND = 1;

/** Whose port it is. */
export interface DataPortOwner {
  /** 16 bytes, base64url. */
  readonly id: string;
  notify(notification: Notification): void;
}

/** A transport for data messages, and where it is. */
export interface DataSeat {
  readonly transport: types.WebRtcTransport;
  readonly branch: { readonly opened: Promise<types.Router> };
}

/** One participant's end of the data bus: what it may send, and what it is sent. */
export class DataPort {
  readonly #owner: DataPortOwner;
  readonly #bus: DataBus;
  readonly #now: () => number;
  readonly #budget: SendBudget;
  readonly #told: TokenBucket;
  readonly #producers: Partial<Record<Reliability, types.DataProducer>> = {};
  readonly #consumers: Partial<Record<Reliability, types.DataConsumer>> = {};
  #closed = false;

  constructor(owner: DataPortOwner, bus: DataBus, limits: SfuLimits, now: () => number) {
    this.#owner = owner;
    this.#bus = bus;
    this.#now = now;
    this.#budget = new SendBudget(limits, now());
    this.#told = new TokenBucket(TOLD_PER_SECOND, TOLD_PER_SECOND, now());
  }

  /** Takes messages of one reliability; a producer there was is closed. @throws SfuError `sfu/invalid-parameters` */
  async produce(
    { transport, branch }: DataSeat,
    { reliability, streamId }: RequestData<"produceData">,
  ): Promise<ResponseData<"produceData">> {
    this.#bus.enter(this.#owner.id);
    this.#producers[reliability]?.close();
    const sctpStreamParameters =
      reliability === "reliable"
        ? { streamId, ordered: true }
        : { streamId, ordered: false, maxPacketLifeTime: LOSSY_LIFETIME_MS };
    const producer = await refusing(() => transport.produceData({ sctpStreamParameters }));
    const listener = await refusing(async () => await this.#bus.listen(await branch.opened, producer));
    if (this.#closed || producer.closed) {
      producer.close();
      throw new SfuError("sfu/invalid-parameters", "it was closed meanwhile");
    }
    this.#producers[reliability] = producer;
    listener.on("message", (message, ppid) => void this.#receive(reliability, message, ppid));
    return { dataProducerId: producer.id };
  }

  /** Sends the others' messages of one reliability; a consumer there was is closed. @throws SfuError */
  async consume(
    { transport, branch }: DataSeat,
    { reliability }: RequestData<"consumeData">,
  ): Promise<ResponseData<"consumeData">> {
    this.#bus.enter(this.#owner.id);
    this.#consumers[reliability]?.close();
    const consumer = await refusing(
      async () =>
        await this.#bus.connect(this.#owner.id, await branch.opened, transport, reliability, () => {
          this.#full(reliability);
        }),
    );
    if (this.#closed || consumer.closed) {
      consumer.close();
      throw new SfuError("sfu/invalid-parameters", "it was closed meanwhile");
    }
    this.#consumers[reliability] = consumer;
    const streamId = consumer.sctpStreamParameters?.streamId ?? 0;
    return { dataConsumerId: consumer.id, dataProducerId: consumer.dataProducerId, streamId };
  }

  /** Frees its place; what it owned closes with its transports. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#bus.leave(this.#owner.id);
  }

  async #receive(reliability: Reliability, message: Buffer, ppid: number): Promise<void> {
    if (this.#closed) return;
    // What is too long was dropped by the transports.
    if (ppid !== BINARY_PPID || message.length <= DATA_PREFIX_BYTES) {
      const patience = this.#budget.refuse(this.#now());
      this.#refused(reliability, patience === "sfu/limit" ? patience : "sfu/invalid-parameters");
      return;
    }
    const prefix = message.subarray(0, DATA_PREFIX_BYTES);
    const to = prefix.every((byte) => byte === 0) ? undefined : prefix.toString("base64url");
    const receivers = to === undefined ? this.#bus.size - 1 : 1;
    const admittance = this.#budget.admit(message.length, receivers, this.#now());
    if (admittance !== "pass") {
      this.#refused(reliability, admittance);
      return;
    }
    await this.#bus
      .send(reliability, this.#owner.id, to, message.subarray(DATA_PREFIX_BYTES))
      .catch(() => undefined);
  }

  #refused(reliability: Reliability, code: "sfu/rate" | "sfu/invalid-parameters" | "sfu/limit"): void {
    this.#bus.count("refused");
    if (code === "sfu/limit") {
      // Each message costs this process something, also those that it drops.
      this.#producers[reliability]?.close();
      delete this.#producers[reliability];
    } else if (!this.#told.take(this.#now())) {
      return;
    }
    this.#owner.notify({ method: "dataRefused", data: { reliability, code } });
  }

  /** A message did not fit: of lossy ones it is one less, but reliable ones must not go on with a hole. */
  #full(reliability: Reliability): void {
    const consumer = this.#consumers[reliability];
    if (consumer === undefined || consumer.closed) return;
    if (reliability === "lossy") {
      this.#bus.count("lost");
      return;
    }
    this.#bus.count("cut");
    consumer.close();
    delete this.#consumers[reliability];
    this.#owner.notify({ method: "dataConsumerClosed", data: { reliability } });
  }
}

async function refusing<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (cause instanceof SfuError) throw cause;
    throw new SfuError("sfu/invalid-parameters", "the data channel cannot be made so", { cause });
  }
}
