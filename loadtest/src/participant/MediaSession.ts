import { randomBytes } from "node:crypto";
import { toBase64Url } from "@sotto/shared/codec";
import type { CallId, ParticipantId } from "@sotto/shared/ids";
import {
  type Notification,
  type RequestData,
  type ResponseData,
  type RtpCapabilities,
  SIGNALLING_VERSION,
} from "@sotto/shared/signalling";
import type { MemberKeys } from "../frames/index.ts";
import { dataStreams, FrameAssembler, RecvLink, type Rtc, SendLink } from "../rtc/index.ts";
import { SfuClient } from "../sfu/index.ts";
import { Incoming, type ReceiveCounts } from "./Incoming.ts";
import type { Outgoing } from "./Outgoing.ts";

/** What a media session needs. */
export interface MediaSessionOptions {
  readonly rtc: Rtc;
  readonly sfuUrl: string;
  readonly call: {
    readonly sfuCallId: CallId;
    readonly sfuAdmission: Uint8Array;
    readonly participantId: ParticipantId;
  };
  readonly resumeToken: Uint8Array;
  readonly outgoing: readonly Outgoing[];
  /** Pictures of others that are shown at a time. */
  readonly tiles: number;
  /** Share of packets that get lost in each direction, 0 to 1. */
  readonly loss: number;
  readonly keys: MemberKeys;
  readonly counts: ReceiveCounts;
  readonly onFrame: (kind: "audio" | "video") => void;
  /** A sealed report of another member's. */
  readonly onReport: (sealed: Uint8Array) => void;
  /** Whether reports have a way. */
  readonly onChannel: (isOpen: boolean) => void;
  readonly onEnd: () => void;
}

type Announced = ResponseData<"join">["participants"][number]["producers"][number] & {
  readonly participantId: string;
};

const CODECS = {
  audio: { payloadType: 100, name: "opus/48000/2" },
  video: { payloadType: 101, name: "VP8/90000" },
} as const;
/** First byte of a report on the data channel. */
const REPORT = 1;
const PREFIX = 16;
/** How often the data channels are looked at until they are open, ms. */
const CHANNEL_CHECK_MS = 20;
/** Layers a member's picture may have: streams from the first on belong to it. */
const MAX_LAYERS = 4;

/** One participant's connection to the SFU with everything on it. Lives once: after a broken connection comes another. */
export class MediaSession {
  readonly #options: MediaSessionOptions;
  readonly #shown = new Set<string>();
  readonly #waiting: Announced[] = [];
  readonly #consumers = new Map<string, { readonly producerId: string; readonly ssrc: number }>();
  #client: SfuClient | undefined;
  #send: SendLink | undefined;
  #recv: RecvLink | undefined;
  #capabilities: RtpCapabilities = { codecs: [] };
  #channelTimer: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(options: MediaSessionOptions) {
    this.#options = options;
  }

  /** Joins, connects, sends, and receives what is there. @throws if the server refuses or cannot be reached */
  static async open(options: MediaSessionOptions): Promise<MediaSession> {
    const session = new MediaSession(options);
    try {
      await session.#open();
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  get traffic(): {
    sent: number;
    received: number;
    packetsSent: number;
    packetsReceived: number;
    repaired: number;
  } {
    return {
      ...{ sent: this.#send?.bytes ?? 0, received: this.#recv?.bytes ?? 0 },
      ...{ packetsSent: this.#send?.packets ?? 0, packetsReceived: this.#recv?.packets ?? 0 },
      repaired: this.#send?.repaired ?? 0,
    };
  }

  /** Passes a sealed report on to all others. */
  report(sealed: Uint8Array): void {
    this.#send?.sendData("reliable", Buffer.concat([Buffer.alloc(PREFIX), Uint8Array.of(REPORT), sealed]));
  }

  /** Says goodbye to the server. */
  close(): void {
    this.#end();
    this.#client?.close();
  }

  /** Vanishes without a word. */
  cut(): void {
    this.#end();
    this.#client?.cut();
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#channelTimer);
    for (const outgoing of this.#options.outgoing) outgoing.stop();
    this.#options.onChannel(false);
    this.#send?.close();
    this.#recv?.close();
  }

  async #open(): Promise<void> {
    const { sfuUrl, call, resumeToken } = this.#options;
    const early: Notification[] = [];
    let joined = false;
    const client = await SfuClient.connect(
      sfuUrl,
      (notification) => {
        if (joined) this.#notified(notification);
        else early.push(notification);
      },
      () => {
        if (this.#closed) return;
        this.#end();
        this.#options.onEnd();
      },
    );
    this.#client = client;
    const answer = await client.request("join", {
      version: SIGNALLING_VERSION,
      callId: toBase64Url(call.sfuCallId),
      admission: toBase64Url(call.sfuAdmission),
      participantId: toBase64Url(call.participantId),
      resumeToken: toBase64Url(resumeToken),
    });
    this.#capabilities = capabilitiesFrom(answer.routerRtpCapabilities);
    await Promise.all([this.#openSending(client), this.#openReceiving(client)]);
    joined = true;
    const there = answer.participants.flatMap(({ participantId, producers }) =>
      producers.map((producer) => ({ ...producer, participantId })),
    );
    await Promise.all(there.map((producer) => this.#announced(producer)));
    for (const notification of early) this.#notified(notification);
    this.#watchChannels();
  }

  async #openSending(client: SfuClient): Promise<void> {
    const { rtc, outgoing, loss, keys } = this.#options;
    const server = await client.request("createTransport", { direction: "send" });
    const { transportId } = server;
    this.#send = await SendLink.open({
      ...{ rtc, server, loss, tracks: outgoing.map(({ track }) => track) },
      connect: (fingerprint) => client.request("connectTransport", connectRequest(transportId, fingerprint)),
      onKeyFrame: (ssrc) => {
        for (const source of outgoing) source.keyFrameAsked(ssrc);
      },
    });
    for (const [reliability, streamId] of Object.entries(dataStreams)) {
      const request = { transportId, reliability, streamId } as RequestData<"produceData">;
      await client.request("produceData", request);
    }
    for (const source of outgoing) {
      const request = source.produceRequest(transportId, toBase64Url(randomBytes(6)));
      const { producerId } = await client.request("produce", request);
      source.begin(producerId, this.#send, keys);
    }
  }

  async #openReceiving(client: SfuClient): Promise<void> {
    const { rtc, loss, onReport } = this.#options;
    const server = await client.request("createTransport", { direction: "recv" });
    this.#recv = await RecvLink.open({
      ...{ rtc, server, loss, codecs: CODECS },
      connect: (fingerprint) =>
        client.request("connectTransport", connectRequest(server.transportId, fingerprint)),
      onData: (bytes) => {
        if (bytes[PREFIX] === REPORT) onReport(bytes.slice(PREFIX + 1));
      },
    });
    for (const reliability of ["reliable", "lossy"] as const) {
      const { streamId } = await client.request("consumeData", { reliability });
      if (streamId !== dataStreams[reliability])
        throw new Error("the server numbers data channels in another way");
    }
  }

  #watchChannels(): void {
    if (this.#closed) return;
    if (this.#send?.isDataOpen === true && this.#recv?.isDataOpen === true) this.#options.onChannel(true);
    else
      this.#channelTimer = setTimeout(() => {
        this.#watchChannels();
      }, CHANNEL_CHECK_MS);
  }

  #notified(notification: Notification): void {
    const { method, data } = notification;
    switch (method) {
      case "producerAdded":
        void this.#announced(data).catch(() => undefined);
        return;
      case "producerClosed":
        this.#gone(data.producerId);
        return;
      case "wantedLayers":
        for (const source of this.#options.outgoing) source.wants(data.producerId, data.spatialLayer);
        return;
      case "consumerClosed": {
        const consumer = this.#consumers.get(data.consumerId);
        if (consumer !== undefined) this.#gone(consumer.producerId);
        return;
      }
      case "closing":
      case "dataConsumerClosed":
      case "dataRefused":
      case "evicted":
      case "participantJoined":
      case "participantLeft":
      case "replaced":
        // Who else is here is in the group's tree; the rest is about ends that the socket's closing tells too.
        return;
    }
  }

  #gone(producerId: string): void {
    for (const [consumerId, consumer] of this.#consumers) {
      if (consumer.producerId !== producerId) continue;
      this.#recv?.forget(consumer.ssrc);
      this.#consumers.delete(consumerId);
    }
    const at = this.#waiting.findIndex((other) => other.producerId === producerId);
    if (at >= 0) this.#waiting.splice(at, 1);
    if (!this.#shown.delete(producerId)) return;
    const next = this.#waiting.shift();
    if (next !== undefined) void this.#announced(next).catch(() => undefined);
  }

  async #announced(producer: Announced): Promise<void> {
    if (this.#closed || this.#shown.has(producer.producerId)) return;
    const { tiles } = this.#options;
    if (producer.kind === "video") {
      // Like a page of pictures: the others are not received at all.
      if (this.#shown.size >= tiles) {
        this.#waiting.push(producer);
        return;
      }
      this.#shown.add(producer.producerId);
    }
    await this.#consume(producer);
  }

  async #consume({ producerId, participantId, kind, stream }: Announced): Promise<void> {
    const [client, recv] = [this.#client, this.#recv];
    if (client === undefined || recv === undefined) return;
    const { keys, counts, onFrame, tiles } = this.#options;
    const consumer = await client.request("consume", { producerId, rtpCapabilities: this.#capabilities });
    const ssrc = consumer.rtpParameters.encodings?.[0]?.ssrc;
    if (ssrc === undefined) throw new Error("a consumer without a source");
    this.#consumers.set(consumer.consumerId, { producerId, ssrc });
    const layers = kind === "audio" ? 1 : MAX_LAYERS;
    const incoming = new Incoming({ sender: participantId, stream, layers, kind }, keys, counts, onFrame);
    const assembler = new FrameAssembler(kind, {
      frame: (frame) => {
        incoming.take(frame);
      },
      missing: (sequences) => {
        recv.askFor(ssrc, sequences);
      },
      gap: () => {
        if (kind === "video")
          void client.request("requestKeyFrame", consumerOf(consumer)).catch(() => undefined);
      },
    });
    recv.listen(ssrc, kind, (packet) => {
      assembler.take(packet, performance.now());
    });
    if (consumer.type === "simulcast") {
      const spatialLayer = tiles <= 1 ? 2 : tiles <= 4 ? 1 : 0;
      await client.request("setPreferredLayers", { ...consumerOf(consumer), spatialLayer });
    }
    await client.request("resumeConsumer", consumerOf(consumer));
  }
}

function consumerOf({ consumerId }: { readonly consumerId: string }): { consumerId: string } {
  return { consumerId };
}

function connectRequest(transportId: string, value: string): RequestData<"connectTransport"> {
  return { transportId, dtlsParameters: { role: "client", fingerprints: [{ algorithm: "sha-256", value }] } };
}

/** Of what the router has, what the load tester can receive: Opus and VP8, lost packets sent again as they were. */
function capabilitiesFrom(router: RtpCapabilities): RtpCapabilities {
  return {
    codecs: router.codecs
      .filter(({ mimeType }) => ["audio/opus", "video/vp8"].includes(mimeType.toLowerCase()))
      .map((codec) => ({
        ...codec,
        rtcpFeedback: (codec.rtcpFeedback ?? []).filter(({ type }) => type === "nack" || type === "ccm"),
      })),
    headerExtensions: [],
  };
}
