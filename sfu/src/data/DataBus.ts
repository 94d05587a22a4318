import type { types } from "mediasoup";
import { LOSSY_LIFETIME_MS, MAX_DATA_MESSAGE_BYTES, type Reliability } from "@sotto/shared/signalling";
import type { DataOutcome, Meter } from "../meter.ts";
import { SfuError } from "../SfuError.ts";
import { everybodyBut, MAX_PLACES, only, subchannelsOf } from "./subchannels.ts";

/**
 * What has become of a call's messages; counts are all that is ever logged of them. `cut` are receivers that did not
 * keep up, `lost` are lossy messages that one had no room for.
 */
export type DataCounts = Record<DataOutcome, number>;

interface OpenBus {
  readonly transport: types.DirectTransport;
  readonly producers: Readonly<Record<Reliability, types.DataProducer>>;
}

/** PPID of binary messages (RFC 8831 §8). */
const BINARY_PPID = 53;

/**
 * The data channels of one call. Messages of all participants come into this process, whichever worker they are on,
 * and leave it through one producer per router and reliability that everybody there consumes, so that N participants
 * need N consumers and not N².
 */
export class DataBus {
  readonly counts: DataCounts = { passed: 0, refused: 0, cut: 0, lost: 0 };
  readonly #meter: Meter;
  readonly #places = new Map<string, number>();
  /** One for each router that has anybody on it. */
  readonly #opened = new Map<types.Router, Promise<OpenBus>>();

  constructor(meter: Meter) {
    this.#meter = meter;
  }

  /** Counts what became of a message. */
  count(outcome: DataOutcome): void {
    this.counts[outcome] += 1;
    this.#meter.data(outcome);
    if (outcome === "cut") this.#meter.cut("data");
  }

  /** How many can receive messages. */
  get size(): number {
    return this.#places.size;
  }

  /** Gives a participant its place. @throws SfuError `sfu/limit` */
  enter(participantId: string): void {
    if (this.#places.has(participantId)) return;
    const taken = new Set(this.#places.values());
    let place = 0;
    while (taken.has(place)) place += 1;
    if (place >= MAX_PLACES) throw new SfuError("sfu/limit", "no room for more");
    this.#places.set(participantId, place);
  }

  leave(participantId: string): void {
    this.#places.delete(participantId);
  }

  /** Has a participant's messages come into this process. @throws if the producer has closed or the worker died */
  async listen(router: types.Router, producer: types.DataProducer): Promise<types.DataConsumer> {
    const { transport } = await this.#open(router);
    return await transport.consumeData({ dataProducerId: producer.id });
  }

  /**
   * Has the others' messages sent to a participant that has entered. What does not fit into its transport's buffer is
   * dropped there; `full` is told.
   * @throws if the transport has closed or the worker died
   */
  async connect(
    participantId: string,
    router: types.Router,
    transport: types.WebRtcTransport,
    reliability: Reliability,
    full: () => void,
  ): Promise<types.DataConsumer> {
    const { producers } = await this.#open(router);
    const place = this.#places.get(participantId);
    if (place === undefined) throw new SfuError("sfu/not-joined", "it has left meanwhile");
    const consumer = await transport.consumeData({
      dataProducerId: producers[reliability].id,
      subchannels: subchannelsOf(place),
      ...(reliability === "reliable"
        ? { ordered: true }
        : { ordered: false, maxPacketLifeTime: LOSSY_LIFETIME_MS }),
    });
    consumer.on("sctpsendbufferfull", full);
    return consumer;
  }

  /**
   * Passes a message on.
   * @param to the one who gets it; all others if undefined
   * @returns whether there was anybody to pass it to
   */
  async send(
    reliability: Reliability,
    from: string,
    to: string | undefined,
    body: Uint8Array,
  ): Promise<boolean> {
    const buses = await Promise.all(this.#opened.values());
    const [sender, receiver] = [this.#places.get(from), to === undefined ? undefined : this.#places.get(to)];
    if (sender === undefined) return false;
    if (to !== undefined && (receiver === undefined || receiver === sender)) return false;
    const subchannels = receiver === undefined ? everybodyBut(sender) : [only(receiver)];
    const message = Buffer.concat([Buffer.from(from, "base64url"), body]);
    for (const { producers } of buses) {
      const producer = producers[reliability];
      // One whose worker has just died must not keep the message from the others.
      if (!producer.closed) producer.send(message, BINARY_PPID, subchannels);
    }
    this.count("passed");
    return true;
  }

  /** Made when the first participant wants it: a call without data channels costs nothing. */
  #open(router: types.Router): Promise<OpenBus> {
    const known = this.#opened.get(router);
    if (known !== undefined) return known;
    const made = this.#make(router);
    this.#opened.set(router, made);
    const forget = (): void => void this.#opened.delete(router);
    router.observer.once("close", forget);
    made.catch(forget);
    return made;
  }

  async #make(router: types.Router): Promise<OpenBus> {
    const transport = await router.createDirectTransport({ maxMessageSize: MAX_DATA_MESSAGE_BYTES });
    const [reliable, lossy] = await Promise.all([transport.produceData(), transport.produceData()]);
    return { transport, producers: { reliable, lossy } };
  }
}
