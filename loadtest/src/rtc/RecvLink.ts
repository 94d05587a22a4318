import type { DataChannel, PeerConnection, Track } from "node-datachannel";
import { LOSSY_LIFETIME_MS, type Reliability } from "@sotto/shared/signalling";
import { bindAddressFor, type Rtc, untilConnected } from "./peer.ts";
import { isControl } from "./PacketStore.ts";
import { nack } from "./rtcp.ts";
import { type Codec, fingerprintOf, offerOf, type OfferedSection, type ServerEnd } from "./sdp.ts";

/** What is needed of whoever holds the signalling. */
export interface RecvLinkOptions {
  readonly rtc: Rtc;
  readonly server: ServerEnd;
  readonly codecs: Readonly<Record<"audio" | "video", Codec>>;
  /** Share of packets that are lost on the way, 0 to 1. */
  readonly loss: number;
  readonly connect: (fingerprint: string) => Promise<unknown>;
  readonly onData: (bytes: Uint8Array, reliability: Reliability) => void;
}

/** How long ICE and DTLS may take, ms. */
const CONNECT_MS = 20_000;

/** Our receiving connection: every consumer's packets go to whoever listens to its source. */
export class RecvLink {
  readonly #options: RecvLinkOptions;
  readonly #peer: PeerConnection;
  readonly #listeners = new Map<number, { kind: "audio" | "video"; packet: (bytes: Buffer) => void }>();
  readonly #tracks = new Map<string, Track>();
  readonly #channels = new Map<Reliability, DataChannel>();
  #version = 0;
  #closed = false;
  packets = 0;
  bytes = 0;

  private constructor(options: RecvLinkOptions) {
    this.#options = options;
    this.#peer = new options.rtc.PeerConnection("recv", {
      ...{ iceServers: [], disableAutoNegotiation: true, ...bindAddressFor(options.server) },
    });
    this.#peer.onTrack((track) => {
      this.#tracks.set(track.mid(), track);
      track.onMessage((packet) => {
        this.#take(packet);
      });
    });
  }

  /** Connects. @throws if the server refuses or cannot be reached */
  static async open(options: RecvLinkOptions): Promise<RecvLink> {
    const link = new RecvLink(options);
    try {
      const connected = untilConnected(link.#peer, CONNECT_MS);
      connected.catch(() => undefined);
      // Before the first answer: the data section is refused if there is no channel.
      for (const [id, reliability] of (["reliable", "lossy"] as const).entries())
        link.#openData(reliability, id);
      link.#negotiate();
      await options.connect(fingerprintOf(link.#peer.localDescription()?.sdp ?? ""));
      await connected;
      return link;
    } catch (error) {
      link.close();
      throw error;
    }
  }

  /** Listens to a consumer's source from now on. */
  listen(ssrc: number, kind: "audio" | "video", packet: (bytes: Buffer) => void): void {
    this.#listeners.set(ssrc, { kind, packet });
    this.#negotiate();
  }

  forget(ssrc: number): void {
    this.#listeners.delete(ssrc);
  }

  /** Asks the server for packets of a source. */
  askFor(ssrc: number, sequences: readonly number[]): void {
    const kind = this.#listeners.get(ssrc)?.kind;
    const track = kind === undefined ? undefined : this.#tracks.get(kind);
    if (!this.#closed && sequences.length > 0 && track?.isOpen() === true) {
      track.sendMessageBinary(nack(ssrc, sequences));
    }
  }

  get isDataOpen(): boolean {
    return !this.#closed && [...this.#channels.values()].every((channel) => channel.isOpen());
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#listeners.clear();
    this.#peer.close();
  }

  #openData(reliability: Reliability, id: number): void {
    const channel = this.#peer.createDataChannel(reliability, {
      ...{ negotiated: true, id },
      ...(reliability === "lossy" && { unordered: true, maxPacketLifeTime: LOSSY_LIFETIME_MS }),
    });
    channel.onMessage((message) => {
      if (typeof message !== "string") this.#options.onData(new Uint8Array(message), reliability);
    });
    this.#channels.set(reliability, channel);
  }

  #negotiate(): void {
    if (this.#closed) return;
    const { server, codecs } = this.#options;
    const sections = (["audio", "video"] as const).map<OfferedSection>((kind) => ({
      ...{ mid: kind, kind, codecs: [codecs[kind]] },
      ssrcs: [...this.#listeners].filter(([, listener]) => listener.kind === kind).map(([ssrc]) => ssrc),
    }));
    this.#peer.setRemoteDescription(offerOf(server, sections, (this.#version += 1)), "offer");
    this.#peer.setLocalDescription("answer");
  }

  #take(packet: Buffer): void {
    if (this.#closed || packet.length < 12 || isControl(packet)) return;
    this.packets += 1;
    this.bytes += packet.length;
    const { loss } = this.#options;
    if (loss > 0 && Math.random() < loss) return;
    this.#listeners.get(packet.readUInt32BE(8))?.packet(packet);
  }
}
