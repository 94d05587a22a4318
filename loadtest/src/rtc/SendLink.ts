import type { DataChannel, PeerConnection, Track } from "node-datachannel";
import { LOSSY_LIFETIME_MS, type Reliability } from "@sotto/shared/signalling";
import { bindAddressFor, type Rtc, untilConnected } from "./peer.ts";
import { PacketStore } from "./PacketStore.ts";
import { keyFrameAskedOf, lostOf, rtcpPackets } from "./rtcp.ts";
import { answerTo, fingerprintOf, type ServerEnd } from "./sdp.ts";

/** One stream, or the layers of one, to be sent. */
export interface SendTrack {
  readonly mid: string;
  readonly kind: "audio" | "video";
  readonly payloadType: number;
  readonly ssrcs: readonly number[];
}

/** What is needed of whoever holds the signalling. */
export interface SendLinkOptions {
  readonly rtc: Rtc;
  readonly server: ServerEnd;
  readonly tracks: readonly SendTrack[];
  /** Share of packets that are lost on the way, 0 to 1. */
  readonly loss: number;
  /** Tells the server our fingerprint. */
  readonly connect: (fingerprint: string) => Promise<unknown>;
  /** Somebody needs a key frame of this synchronization source. */
  readonly onKeyFrame: (ssrc: number) => void;
}

/** Stream ids of the data channels that we open towards the server. */
export const dataStreams: Readonly<Record<Reliability, number>> = { reliable: 0, lossy: 1 };

/** How long ICE and DTLS may take, ms. */
const CONNECT_MS = 20_000;

/** Our sending connection to a media server: real ICE, DTLS, SRTP and SCTP; packets are handed in ready. */
export class SendLink {
  readonly #peer: PeerConnection;
  readonly #tracks = new Map<number, Track>();
  readonly #channels: Readonly<Record<Reliability, DataChannel>>;
  readonly #store = new PacketStore();
  readonly #options: SendLinkOptions;
  #closed = false;
  packets = 0;
  bytes = 0;
  /** Packets sent again because the server missed them. */
  repaired = 0;

  private constructor(options: SendLinkOptions) {
    const { rtc, server, tracks } = options;
    this.#options = options;
    this.#peer = new rtc.PeerConnection("send", {
      ...{ iceServers: [], disableAutoNegotiation: true, ...bindAddressFor(server) },
    });
    for (const { mid, kind, payloadType, ssrcs } of tracks) {
      const media = new rtc[kind === "audio" ? "Audio" : "Video"](mid, "SendOnly");
      if ("addOpusCodec" in media) media.addOpusCodec(payloadType);
      else media.addVP8Codec(payloadType);
      for (const ssrc of ssrcs) media.addSSRC(ssrc, "sotto");
      const track = this.#peer.addTrack(media);
      track.onMessage((message) => {
        this.#control(message);
      });
      for (const ssrc of ssrcs) this.#tracks.set(ssrc, track);
    }
    this.#channels = {
      reliable: this.#peer.createDataChannel("reliable", { negotiated: true, id: dataStreams.reliable }),
      lossy: this.#peer.createDataChannel("lossy", {
        ...{ negotiated: true, id: dataStreams.lossy, unordered: true, maxPacketLifeTime: LOSSY_LIFETIME_MS },
      }),
    };
  }

  /** Connects. @throws if the server refuses or cannot be reached */
  static async open(options: SendLinkOptions): Promise<SendLink> {
    const link = new SendLink(options);
    try {
      const connected = untilConnected(link.#peer, CONNECT_MS);
      connected.catch(() => undefined);
      link.#peer.setLocalDescription("offer");
      const offer = link.#peer.localDescription()?.sdp ?? "";
      await options.connect(fingerprintOf(offer));
      link.#peer.setRemoteDescription(answerTo(offer, options.server), "answer");
      await connected;
      return link;
    } catch (error) {
      link.close();
      throw error;
    }
  }

  /** Sends one RTP or RTCP packet of a source. */
  send(ssrc: number, packet: Buffer): void {
    if (this.#closed) return;
    this.packets += 1;
    this.bytes += packet.length;
    this.#store.keep(ssrc, packet);
    this.#pass(ssrc, packet);
  }

  /** Sends on a data channel; what cannot go now is dropped. */
  sendData(reliability: Reliability, bytes: Uint8Array): void {
    const channel = this.#channels[reliability];
    if (!this.#closed && channel.isOpen()) channel.sendMessageBinary(bytes);
  }

  get isDataOpen(): boolean {
    return !this.#closed && this.#channels.reliable.isOpen() && this.#channels.lossy.isOpen();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#peer.close();
  }

  #pass(ssrc: number, packet: Buffer): void {
    const { loss } = this.#options;
    if (loss > 0 && Math.random() < loss) return;
    const track = this.#tracks.get(ssrc);
    if (track?.isOpen() === true) track.sendMessageBinary(packet);
  }

  #control(message: Buffer): void {
    for (const packet of rtcpPackets(message)) {
      const asked = keyFrameAskedOf(packet);
      if (asked !== undefined) this.#options.onKeyFrame(asked);
      const lost = lostOf(packet);
      if (lost === undefined) continue;
      for (const sequence of lost.sequences) {
        const again = this.#store.find(lost.ssrc, sequence);
        if (again === undefined) continue;
        this.repaired += 1;
        this.#pass(lost.ssrc, again);
      }
    }
  }
}
