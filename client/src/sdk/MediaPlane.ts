import { Device, type types } from "mediasoup-client";
import {
  type Notification,
  type ResponseData,
  rtpCapabilitiesFrom,
  rtpParametersFrom,
} from "@sotto/shared/signalling";
import type { StreamDescription } from "@sotto/keyserver-protocol/member";
import { peerSettings } from "./browsers/index.ts";
import type { FrameWorker } from "./FrameWorker.ts";
import { OwnStream, type OwnStreamEvents } from "./OwnStream.ts";
import { RemoteStream } from "./RemoteStream.ts";
import type { SfuConnection } from "./SfuConnection.ts";
import { firstStream, type Source } from "./streams.ts";

/** What the call hears of its media. */
export interface MediaEvents {
  /** A stream began, changed or ended. */
  readonly changed: () => void;
  /** An own stream was stopped because its frames may not have been encrypted. */
  readonly unsafe: (source: Source, why: Parameters<OwnStreamEvents["unsafe"]>[0]) => void;
  /** Frames of this participant arrive and cannot be opened. */
  readonly unreadable: (participantKey: string) => void;
  /** Media cannot go on over this connection. */
  readonly failed: () => void;
}

/** A track that is to be sent, and whether it is unmuted. */
export interface WantedTrack {
  readonly track: MediaStreamTrack;
  readonly enabled: boolean;
}

interface OfferedProducer {
  readonly producerId: string;
  readonly stream: number;
}

/** How often a stream that is stuck is made anew before it is left alone. */
const MAX_ATTEMPTS = 3;
/** How often all streams are looked at, ms. */
const CHECK_MS = 1_000;

/** All media over one connection to the forwarding server: two transports, what is sent and what is received. */
export class MediaPlane {
  readonly #connection: SfuConnection;
  readonly #frames: FrameWorker;
  readonly #events: MediaEvents;
  readonly #device: types.Device;
  readonly #own = new Map<Source, OwnStream>();
  readonly #remote = new Map<string, RemoteStream>();
  /** Who produces what, as the server says; only streams that their sender has described are received. */
  readonly #offered = new Map<string, Map<string, OfferedProducer>>();
  readonly #attempts = new Map<string, number>();
  #described: ReadonlyMap<string, readonly StreamDescription[]> = new Map();
  #send: types.Transport | undefined;
  #recv: types.Transport | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #closed = false;

  private constructor(connection: SfuConnection, frames: FrameWorker, events: MediaEvents) {
    this.#connection = connection;
    this.#frames = frames;
    this.#events = events;
    this.#device = new Device({
      // Who speaks is nobody's business but the receivers'.
      forcedRtpExtensions: { "urn:ietf:params:rtp-hdrext:ssrc-audio-level": false },
    });
  }

  /** Makes both transports. @throws SdkError, or mediasoup-client's UnsupportedError */
  static async open(
    connection: SfuConnection,
    joined: ResponseData<"join">,
    frames: FrameWorker,
    events: MediaEvents,
  ): Promise<MediaPlane> {
    const plane = new MediaPlane(connection, frames, events);
    for (const { participantId, producers } of joined.participants) {
      for (const { producerId, stream } of producers) plane.#offer(participantId, { producerId, stream });
    }
    await plane.#device.load({
      routerRtpCapabilities: joined.routerRtpCapabilities,
    });
    const [send, recv] = await Promise.all([plane.#transport("send"), plane.#transport("recv")]);
    plane.#send = send;
    plane.#recv = recv;
    plane.#timer = setInterval(() => void plane.#check(), CHECK_MS);
    return plane;
  }

  /** Own streams by source. */
  get own(): ReadonlyMap<Source, OwnStream> {
    return this.#own;
  }

  /** The received stream of a participant's source, if there is one. */
  remote(participantKey: string, source: string): RemoteStream | undefined {
    for (const stream of this.#remote.values()) {
      if (stream.participantKey === participantKey && stream.description.source === source) return stream;
    }
    return undefined;
  }

  /** Sends a track, or nothing, as a source. @throws if the transport or the server refuses */
  async sendTrack(source: Source, wanted: WantedTrack | null): Promise<void> {
    const own = this.#own.get(source);
    if (own !== undefined) {
      if (wanted !== null) own.setEnabled(wanted.enabled);
      await own.replaceTrack(wanted?.track ?? null);
      return;
    }
    if (wanted === null || this.#send === undefined || this.#closed) return;
    const stream = new OwnStream(source, wanted.track, wanted.enabled, this.#frames, {
      live: () => {
        this.#events.changed();
      },
      unsafe: (why) => {
        this.#own.delete(source);
        this.#events.unsafe(source, why);
      },
    });
    this.#own.set(source, stream);
    try {
      await stream.start(this.#send, this.#device);
    } catch (error) {
      stream.close();
      if (this.#own.get(source) === stream) this.#own.delete(source);
      throw error;
    }
    if (this.#send.connectionState === "connected") stream.connected();
    this.#events.changed();
  }

  /** Says what the members of the group send, by participant; everything else is closed or left alone. */
  describe(described: ReadonlyMap<string, readonly StreamDescription[]>): void {
    this.#described = described;
    for (const [producerId, stream] of this.#remote) {
      if (this.#descriptionOf(stream.participantKey, stream.description.stream) === undefined) {
        this.#closeRemote(producerId);
      }
    }
    for (const [participantKey, producers] of this.#offered) {
      for (const producer of producers.values()) void this.#receive(participantKey, producer);
    }
  }

  /** Takes in what the server says unasked. */
  notified(notification: Notification): void {
    switch (notification.method) {
      case "producerAdded": {
        const { participantId, producerId, stream } = notification.data;
        this.#offer(participantId, { producerId, stream });
        void this.#receive(participantId, { producerId, stream });
        return;
      }
      case "producerClosed":
        this.#offered.get(notification.data.participantId)?.delete(notification.data.producerId);
        this.#closeRemote(notification.data.producerId);
        return;
      case "participantLeft": {
        const { participantId } = notification.data;
        for (const producerId of this.#offered.get(participantId)?.keys() ?? [])
          this.#closeRemote(producerId);
        this.#offered.delete(participantId);
        return;
      }
      case "consumerClosed":
        for (const [producerId, stream] of this.#remote) {
          if (stream.consumerId === notification.data.consumerId) this.#closeRemote(producerId);
        }
        return;
      case "participantJoined":
      case "replaced":
      case "closing":
        return;
    }
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    for (const stream of this.#own.values()) stream.close();
    for (const stream of this.#remote.values()) stream.close();
    this.#own.clear();
    this.#remote.clear();
    this.#send?.close();
    this.#recv?.close();
  }

  #offer(participantKey: string, producer: OfferedProducer): void {
    const producers = this.#offered.get(participantKey) ?? new Map<string, OfferedProducer>();
    producers.set(producer.producerId, producer);
    this.#offered.set(participantKey, producers);
  }

  #descriptionOf(participantKey: string, stream: number): StreamDescription | undefined {
    return this.#described.get(participantKey)?.find((description) => description.stream === stream);
  }

  async #receive(participantKey: string, { producerId, stream }: OfferedProducer): Promise<void> {
    const description = this.#descriptionOf(participantKey, stream);
    const transport = this.#recv;
    if (description === undefined || transport === undefined || this.#remote.has(producerId)) return;
    const remote = new RemoteStream(participantKey, description, this.#connection, this.#frames);
    this.#remote.set(producerId, remote);
    try {
      const rtpCapabilities = rtpCapabilitiesFrom(this.#device.recvRtpCapabilities);
      await remote.start(
        transport,
        await this.#connection.request("consume", { producerId, rtpCapabilities }),
      );
      this.#events.changed();
    } catch {
      // The producer went away meanwhile, or the connection did; if neither, the next description tries again.
      if (this.#remote.get(producerId) === remote) this.#closeRemote(producerId);
    }
  }

  #closeRemote(producerId: string): void {
    const stream = this.#remote.get(producerId);
    if (stream === undefined) return;
    this.#remote.delete(producerId);
    stream.close();
    this.#events.changed();
  }

  async #check(): Promise<void> {
    for (const stream of [...this.#own.values()]) await stream.check();
    for (const [producerId, stream] of [...this.#remote]) {
      const { changed, stuck } = stream.check(performance.now());
      if (stuck) this.#restart(producerId, stream);
      if (changed) this.#events.changed();
    }
  }

  /** A transform that is lost or a decoder that waits for ever is cured by a new consumer, or by nothing. */
  #restart(producerId: string, stream: RemoteStream): void {
    const attempts = (this.#attempts.get(producerId) ?? 0) + 1;
    this.#attempts.set(producerId, attempts);
    if (attempts === MAX_ATTEMPTS) this.#events.unreadable(stream.participantKey);
    if (attempts > MAX_ATTEMPTS) return;
    this.#closeRemote(producerId);
    void this.#receive(stream.participantKey, { producerId, stream: stream.description.stream });
  }

  async #transport(direction: "send" | "recv"): Promise<types.Transport> {
    const answer = await this.#connection.request("createTransport", { direction });
    const { transportId, iceParameters, iceCandidates, dtlsParameters } = answer;
    const options: types.TransportOptions = {
      id: transportId,
      iceParameters: iceParameters,
      iceCandidates: iceCandidates,
      dtlsParameters: dtlsParameters,
      additionalSettings: peerSettings,
    };
    const transport =
      direction === "send"
        ? this.#device.createSendTransport(options)
        : this.#device.createRecvTransport(options);
    transport.on("connect", ({ dtlsParameters: own }, done, fail) => {
      this.#connection.request("connectTransport", { transportId, dtlsParameters: own }).then(done, fail);
    });
    transport.on("produce", ({ kind, rtpParameters, appData }, done, fail) => {
      const stream = appData["stream"];
      if (typeof stream !== "number") throw new TypeError("a producer without a stream number");
      this.#connection
        .request("produce", { transportId, kind, rtpParameters: rtpParametersFrom(rtpParameters), stream })
        .then(({ producerId }) => {
          done({ id: producerId });
        }, fail);
    });
    transport.on("connectionstatechange", (state) => {
      if (state === "connected") for (const stream of this.#own.values()) stream.connected();
      if (state === "disconnected") void this.#restartIce(transport);
      if (state === "failed") this.#events.failed();
    });
    return transport;
  }

  async #restartIce(transport: types.Transport): Promise<void> {
    try {
      const { iceParameters } = await this.#connection.request("restartIce", { transportId: transport.id });
      await transport.restartIce({ iceParameters: iceParameters });
    } catch {
      this.#events.failed();
    }
  }
}

/** The descriptions of these sources as they are said to the others. */
export function describeOwn(own: ReadonlyMap<Source, OwnStream>): StreamDescription[] {
  return [...own.values()].map(({ source, layers, codec }) => ({
    stream: firstStream[source],
    layers,
    source,
    codec,
  }));
}
