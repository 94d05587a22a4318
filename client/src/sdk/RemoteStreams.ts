import type { types } from "mediasoup-client";
import type { StreamDescription } from "@sotto/keyserver-protocol/member";
import { type Notification, rtpCapabilitiesFrom } from "@sotto/shared/signalling";
import type { FrameWorker } from "./FrameWorker.ts";
import { type LifeSigns, RemoteStream } from "./RemoteStream.ts";
import type { SfuConnection } from "./SfuConnection.ts";
import { kindOf, type Source } from "./streams.ts";
import { arrange, type TileSize } from "./view/index.ts";

/** What the call hears of received streams. */
export interface RemoteEvents {
  /** A stream began, changed or ended. */
  readonly changed: () => void;
  /** Frames of this participant arrive and cannot be opened, whatever was tried. */
  readonly unreadable: (participantKey: string) => void;
}

/** What decides how much of each picture is received. */
export interface Attention {
  /** A picture's tile: null if off screen, undefined if nobody has said. */
  readonly tileOf: (participantKey: string, source: Source) => TileSize | null | undefined;
  /** When somebody was last heard to speak, `performance.now()` ms; -Infinity for never. */
  readonly spokeAt: (participantKey: string) => number;
}

/** A producer that the server offers. */
interface Offer {
  readonly participantKey: string;
  readonly stream: number;
}

/** How often a stream that fails is made anew before it is left alone for a while, or until its sender describes it anew. */
const MAX_ATTEMPTS = 2;
/** How long that while is, ms: a server or a machine that was overloaded may be well again. */
export const LEFT_ALONE_MS = 15_000;

/** What has gone wrong with a stream lately. */
interface Failures {
  readonly count: number;
  /** When the last was, `performance.now()` ms. */
  readonly lastAt: number;
}

/**
 * What is received over one connection: of the producers that the server offers, those that a member of the group has
 * described, sealed. Nothing else is asked for.
 */
export class RemoteStreams {
  readonly #connection: SfuConnection;
  readonly #frames: FrameWorker;
  readonly #events: RemoteEvents;
  readonly #attention: Attention;
  /** All by producer id. */
  readonly #offers = new Map<string, Offer>();
  readonly #streams = new Map<string, RemoteStream>();
  readonly #failures = new Map<string, Failures>();
  /** Streams of which it was said that they cannot be opened. */
  readonly #toldOf = new Set<string>();
  #described: ReadonlyMap<string, readonly StreamDescription[]> = new Map();
  #way: { readonly transport: types.Transport; readonly rtpCapabilities: types.RtpCapabilities } | undefined;

  constructor(connection: SfuConnection, frames: FrameWorker, attention: Attention, events: RemoteEvents) {
    this.#connection = connection;
    this.#frames = frames;
    this.#attention = attention;
    this.#events = events;
  }

  /** All that are being received. */
  get all(): readonly RemoteStream[] {
    return [...this.#streams.values()];
  }

  /** Has no more sent than is looked at. To be called when something else is. Sound always flows. */
  arrange(): void {
    const pictures = [...this.#streams].filter(
      ([, { description }]) => kindOf(description.source) === "video",
    );
    const { tileOf, spokeAt } = this.#attention;
    const shares = arrange(
      pictures.map(
        ([
          id,
          {
            participantKey,
            description: { source },
          },
        ]) => ({
          ...{ id, source },
          tile: tileOf(participantKey, source),
          spokeAt: spokeAt(participantKey),
        }),
      ),
    );
    for (const [id, stream] of pictures) stream.setShare(shares.get(id) ?? "paused");
  }

  /** Streams can flow from now on. */
  begin(transport: types.Transport, rtpCapabilities: types.RtpCapabilities): void {
    this.#way = { transport, rtpCapabilities };
    this.#receiveAll();
  }

  /** The stream of a participant's source, if it is being received. */
  find(participantKey: string, source: string): RemoteStream | undefined {
    for (const stream of this.#streams.values()) {
      if (stream.participantKey === participantKey && stream.description.source === source) return stream;
    }
    return undefined;
  }

  /** Says what the members of the group send, by participant. What is not, or is no more, among it is closed. */
  describe(described: ReadonlyMap<string, readonly StreamDescription[]>): void {
    this.#described = described;
    for (const [producerId, stream] of [...this.#streams]) {
      if (!isSame(this.#descriptionOf(producerId), stream.description)) {
        this.#failures.delete(producerId);
        this.#close(producerId);
      }
    }
    this.#receiveAll();
  }

  /** Takes in a producer that the server offers. One that comes later takes the place of the same stream's earlier. */
  offer(producerId: string, participantKey: string, stream: number): void {
    for (const [otherId, other] of [...this.#offers]) {
      if (other.participantKey === participantKey && other.stream === stream) this.#withdraw(otherId);
    }
    this.#offers.set(producerId, { participantKey, stream });
    void this.#receive(producerId);
  }

  /** Takes in what the server says unasked. */
  notified(notification: Notification): void {
    switch (notification.method) {
      case "producerAdded": {
        const { producerId, participantId, stream } = notification.data;
        this.offer(producerId, participantId, stream);
        return;
      }
      case "producerClosed":
        this.#withdraw(notification.data.producerId);
        return;
      case "participantLeft":
        for (const [producerId, { participantKey }] of [...this.#offers]) {
          if (participantKey === notification.data.participantId) this.#withdraw(producerId);
        }
        return;
      case "consumerClosed":
        for (const [producerId, stream] of [...this.#streams]) {
          if (stream.consumerId === notification.data.consumerId) this.#close(producerId);
        }
        return;
      case "participantJoined":
      case "wantedLayers":
      case "dataConsumerClosed":
      case "dataRefused":
      case "evicted":
      case "replaced":
      case "closing":
        return;
    }
  }

  /** Looks whether frames come out, and makes streams anew where they do not. To be called about once a second. */
  async check(now: number, signsOf: (stream: RemoteStream) => LifeSigns): Promise<void> {
    for (const [producerId, { count, lastAt }] of this.#failures) {
      if (count <= MAX_ATTEMPTS || now - lastAt < LEFT_ALONE_MS) continue;
      this.#failures.delete(producerId);
      const given = this.#streams.get(producerId);
      if (given?.healthy !== true) this.#close(producerId);
      void this.#receive(producerId);
    }
    for (const [producerId, stream] of [...this.#streams]) {
      const { changed, verdict } = await stream.check(now, signsOf(stream));
      if (this.#streams.get(producerId) !== stream) continue;
      if (stream.healthy) {
        this.#failures.delete(producerId);
        this.#toldOf.delete(producerId);
      }
      if (changed) this.#events.changed();
      if (verdict !== "fine" && verdict !== "blind") this.#restart(producerId, stream, verdict === "dark");
    }
  }

  close(): void {
    this.#way = undefined;
    for (const stream of this.#streams.values()) stream.close();
    this.#streams.clear();
    this.#offers.clear();
  }

  #receiveAll(): void {
    for (const producerId of this.#offers.keys()) void this.#receive(producerId);
  }

  async #receive(producerId: string): Promise<void> {
    const offer = this.#offers.get(producerId);
    const description = this.#descriptionOf(producerId);
    const hasFailed = (this.#failures.get(producerId)?.count ?? 0) > MAX_ATTEMPTS;
    if (offer === undefined || description === undefined || hasFailed) return;
    if (this.#way === undefined || this.#streams.has(producerId)) return;
    const { transport, rtpCapabilities } = this.#way;
    const stream = new RemoteStream(
      offer.participantKey,
      description,
      this.#connection,
      this.#frames,
      this.#events.changed,
    );
    this.#streams.set(producerId, stream);
    this.arrange();
    try {
      const capabilities = rtpCapabilitiesFrom(rtpCapabilities);
      const answer = await this.#connection.request("consume", { producerId, rtpCapabilities: capabilities });
      await stream.start(transport, answer);
      this.#events.changed();
    } catch {
      // The producer or the connection went away, or the server gave something else: left for the next occasion.
      if (this.#streams.get(producerId) !== stream) return;
      this.#countFailure(producerId);
      this.#close(producerId);
    }
  }

  /** A lost transform or a decoder that waits for ever is cured by a new consumer, or by nothing. */
  #restart(producerId: string, stream: RemoteStream, isUnreadable: boolean): void {
    if ((this.#failures.get(producerId)?.count ?? 0) > MAX_ATTEMPTS) return;
    const failures = this.#countFailure(producerId);
    if (failures === MAX_ATTEMPTS && isUnreadable && !this.#toldOf.has(producerId)) {
      this.#toldOf.add(producerId);
      this.#events.unreadable(stream.participantKey);
    }
    if (failures > MAX_ATTEMPTS) return;
    this.#close(producerId);
    void this.#receive(producerId);
  }

  #countFailure(producerId: string): number {
    const count = (this.#failures.get(producerId)?.count ?? 0) + 1;
    this.#failures.set(producerId, { count, lastAt: performance.now() });
    return count;
  }

  #descriptionOf(producerId: string): StreamDescription | undefined {
    const offer = this.#offers.get(producerId);
    if (offer === undefined) return undefined;
    return this.#described.get(offer.participantKey)?.find(({ stream }) => stream === offer.stream);
  }

  #withdraw(producerId: string): void {
    this.#offers.delete(producerId);
    this.#failures.delete(producerId);
    this.#toldOf.delete(producerId);
    this.#close(producerId);
  }

  #close(producerId: string): void {
    const stream = this.#streams.get(producerId);
    if (stream === undefined) return;
    this.#streams.delete(producerId);
    stream.close();
    this.arrange();
    this.#events.changed();
  }
}

function isSame(one: StreamDescription | undefined, other: StreamDescription): boolean {
  return (
    one?.stream === other.stream &&
    one.source === other.source &&
    one.layers === other.layers &&
    one.codec === other.codec
  );
}
