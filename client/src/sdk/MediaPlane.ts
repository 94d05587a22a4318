import { Device, type types } from "mediasoup-client";
import type { Notification, ResponseData } from "@sotto/shared/signalling";
import type { VideoCodec } from "./encodings.ts";
import type { FrameWorker } from "./FrameWorker.ts";
import { openTransport } from "./mediaTransport.ts";
import { OwnStream, type OwnStreamEvents } from "./OwnStream.ts";
import { LISTEN_MS, type MeteredStream, Meters, type Quality, type StatsFeed } from "./stats/index.ts";
import type { RemoteStream } from "./RemoteStream.ts";
import { type Attention, type RemoteEvents, RemoteStreams } from "./RemoteStreams.ts";
import { SdkError } from "./SdkError.ts";
import type { SfuConnection } from "./SfuConnection.ts";
import type { Source } from "./streams.ts";
import { WORKER_SILENCE_MS } from "./watchdog.ts";

/** What the call hears of its media. */
export interface MediaEvents extends RemoteEvents {
  /** An own stream was stopped because its frames may not have been encrypted. */
  readonly unsafe: (source: Source, why: Parameters<OwnStreamEvents["unsafe"]>[0]) => void;
  /** The frame worker is dead: nothing is sent or opened any more. */
  readonly workerGone: () => void;
  /** Media cannot go on over this connection. */
  readonly failed: () => void;
  /** Whether a participant, or oneself (the empty string), says that a source is on. */
  readonly isOn: (participantKey: string, source: Source) => boolean;
}

/** A track that is to be sent, and whether it is unmuted. */
export interface WantedTrack {
  readonly track: MediaStreamTrack;
  readonly enabled: boolean;
  /** The codec of pictures. */
  readonly videoCodec: VideoCodec;
  readonly padVideo: boolean;
}

/** How often all streams are looked at, ms. */
const CHECK_MS = 1_000;

/** All media over one connection to the forwarding server: two transports, what is sent and what is received. */
export class MediaPlane {
  readonly #connection: SfuConnection;
  readonly #frames: FrameWorker;
  readonly #events: MediaEvents;
  readonly #remote: RemoteStreams;
  readonly #own = new Map<Source, OwnStream>();
  /** What the server said of producers, also of those whose making it has not answered yet. */
  readonly #wantedLayers = new Map<string, number>();
  readonly #meters: Meters;
  readonly #device: types.Device;
  #send: types.Transport | undefined;
  #recv: types.Transport | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #checkedAt = performance.now();
  #listening: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  /** Takes notifications from the first moment; media flows after `start`. */
  constructor(
    connection: SfuConnection,
    frames: FrameWorker,
    tileOf: Attention["tileOf"],
    feed: StatsFeed,
    events: MediaEvents,
  ) {
    this.#connection = connection;
    this.#frames = frames;
    this.#events = events;
    this.#meters = new Meters(feed);
    const spokeAt = this.#meters.spokeAt.bind(this.#meters);
    this.#remote = new RemoteStreams(connection, frames, { tileOf, spokeAt }, events);
    this.#device = new Device({
      // Who speaks is nobody's business but the receivers'.
      forcedRtpExtensions: { "urn:ietf:params:rtp-hdrext:ssrc-audio-level": false },
    });
  }

  /**
   * Makes both transports.
   * @param relayOnly whether packets may go through relays and no other way
   * @throws SdkError `relay/unavailable` if there is no relay then; if the server refuses or this was closed meanwhile; mediasoup-client's UnsupportedError
   */
  async start(joined: ResponseData<"join">, relayOnly: boolean): Promise<void> {
    for (const { participantId, producers } of joined.participants) {
      for (const { producerId, stream } of producers) this.#remote.offer(producerId, participantId, stream);
    }
    await this.#frames.ready;
    await this.#device.load({ routerRtpCapabilities: joined.routerRtpCapabilities });
    this.#send = await this.#transport("send", relayOnly);
    this.#recv = await this.#transport("recv", relayOnly);
    this.#remote.begin(this.#recv, this.#device.recvRtpCapabilities);
    this.#checkLater();
    this.#listenLater();
  }

  /** How somebody comes through; oneself is the empty string. */
  heard(participantKey: string): { readonly speaking: boolean; readonly quality: Quality } {
    return {
      speaking: this.#meters.speaking(participantKey),
      quality: this.#meters.quality(participantKey),
    };
  }

  /** Both transports, for what else goes over them. @throws SdkError `sfu/closed` before `start` or after `close` */
  get transports(): { readonly send: types.Transport; readonly recv: types.Transport } {
    if (this.#send === undefined || this.#recv === undefined || this.#closed) {
      throw new SdkError("sfu/closed", "the media plane is not open");
    }
    return { send: this.#send, recv: this.#recv };
  }

  /** Own streams by source. */
  get own(): ReadonlyMap<Source, OwnStream> {
    return this.#own;
  }

  /** The received stream of a participant's source, if there is one. */
  remote(participantKey: string, source: Source): RemoteStream | undefined {
    return this.#remote.find(participantKey, source);
  }

  /** Sends a track, or nothing, as a source. @throws if the transport or the server refuses */
  async sendTrack(source: Source, wanted: WantedTrack | null): Promise<void> {
    const own = this.#own.get(source);
    if (own !== undefined) {
      if (wanted === null && (source === "screen" || source === "screen-audio")) {
        this.#own.delete(source);
        await this.#end(own);
        return;
      }
      if (wanted !== null) own.setEnabled(wanted.enabled);
      await own.replaceTrack(wanted?.track ?? null);
      return;
    }
    if (wanted === null || this.#send === undefined || this.#closed) return;
    const stream = new OwnStream({ source, ...wanted }, this.#frames, {
      live: () => {
        this.#events.changed();
      },
      unsafe: (why) => {
        this.#own.delete(source);
        void this.#end(stream);
        this.#events.unsafe(source, why);
      },
    });
    this.#own.set(source, stream);
    this.#events.changed();
    try {
      await stream.start(this.#send, this.#device);
    } catch (error) {
      stream.close();
      if (this.#own.get(source) === stream) this.#own.delete(source);
      throw error;
    }
    if (this.#send.connectionState === "connected") stream.connected();
    this.#limit(stream);
  }

  /** Ends a source at once: its transform, its producer and what is under way of it. */
  stopSending(source: Source): void {
    const own = this.#own.get(source);
    this.#own.delete(source);
    own?.close();
    if (own?.producerId === undefined) return;
    // Nothing comes to it any more, whatever the server makes of this.
    this.#connection.request("closeProducer", { producerId: own.producerId }).catch(() => undefined);
  }

  /** Says what the members of the group send, by participant; everything else is closed or left alone. */
  describe(...args: Parameters<RemoteStreams["describe"]>): void {
    this.#remote.describe(...args);
  }

  /** Has no more sent than is looked at. */
  arrange(): void {
    this.#remote.arrange();
  }

  /** Takes in what the server says unasked. */
  notified(notification: Notification): void {
    if (notification.method === "wantedLayers") {
      const { producerId, spatialLayer } = notification.data;
      this.#wantedLayers.set(producerId, spatialLayer);
      for (const own of this.#own.values()) if (own.producerId === producerId) this.#limit(own);
    }
    this.#remote.notified(notification);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#listening);
    this.#remote.close();
    for (const stream of this.#own.values()) stream.close();
    this.#own.clear();
    this.#send?.close();
    this.#recv?.close();
  }

  #limit(stream: OwnStream): void {
    const layer = this.#wantedLayers.get(stream.producerId ?? "");
    if (layer !== undefined) stream.limit(layer);
  }

  /** Ends an own stream here and at the server. */
  async #end(stream: OwnStream): Promise<void> {
    const { producerId } = stream;
    stream.close();
    if (producerId === undefined || this.#closed) return;
    // The server may be gone, and the producer with it.
    await this.#connection.request("closeProducer", { producerId }).catch(() => undefined);
  }

  #checkLater(): void {
    this.#timer = setTimeout(() => void this.#check(), CHECK_MS);
  }

  #listenLater(): void {
    this.#listening = setTimeout(() => void this.#listen(), LISTEN_MS);
  }

  async #listen(): Promise<void> {
    try {
      const [sent, received] = await Promise.all([this.#send?.getStats(), this.#recv?.getStats()]);
      if (this.#closed) return;
      const streams = [...this.#own.values(), ...this.#remote.all].map((stream) => this.#metered(stream));
      if (!this.#meters.take(streams, { sent, received }, performance.now())) return;
      this.#remote.arrange();
      this.#events.changed();
    } catch {
      // A connection that is going cannot be measured.
    } finally {
      if (!this.#closed) this.#listenLater();
    }
  }

  #metered(stream: OwnStream | RemoteStream): MeteredStream {
    const { participantKey, description, mid, paused, layer, report } = stream;
    const { source, codec } = description;
    return {
      ...{ participantKey, source, codec, mid, paused, layer, report },
      direction: stream instanceof OwnStream ? "send" : "receive",
      isOn: this.#events.isOn(participantKey, source),
    };
  }

  async #check(): Promise<void> {
    const now = performance.now();
    const hasSlept = now - this.#checkedAt > CHECK_MS + WORKER_SILENCE_MS / 2;
    this.#checkedAt = now;
    if (!hasSlept && now - this.#frames.heardAt > WORKER_SILENCE_MS) {
      // At once: no frame may leave, encrypted or not, before another worker is in place.
      this.close();
      this.#events.workerGone();
      return;
    }
    try {
      for (const stream of [...this.#own.values()]) await stream.check(now);
      await this.#remote.check(performance.now(), ({ participantKey, description: { source } }) => ({
        decoded: this.#meters.decoded(participantKey, source),
        // A shared text may stand still, a camera does not.
        isExpected:
          source !== "screen" && source !== "screen-audio" && this.#events.isOn(participantKey, source),
      }));
    } finally {
      if (!this.#closed) this.#checkLater();
    }
  }

  async #transport(direction: "send" | "recv", relayOnly: boolean): Promise<types.Transport> {
    const setting = { connection: this.#connection, device: this.#device, relayOnly };
    const transport = await openTransport(setting, direction, {
      connected: () => {
        for (const stream of this.#own.values()) stream.connected();
      },
      failed: () => {
        if (!this.#closed) this.#events.failed();
      },
    });
    // It may have been closed while the server was asked.
    if (this.#closed) {
      transport.close();
      throw new SdkError("sfu/closed", "the media plane is closed");
    }
    return transport;
  }
}
