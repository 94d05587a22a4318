import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { WebSocket } from "ws";
import {
  type EpochEvent,
  type MemberEvent,
  type MemberSession,
  openMember,
} from "@sotto/keyserver-protocol/member";
import { toBase64Url } from "@sotto/shared/codec";
import { asStreamNumber, type Ctr, type LinkSecret, type ParticipantId } from "@sotto/shared/ids";
import {
  deriveSframeKeys,
  encryptFrame,
  FrameCounter,
  importSframeKey,
  leafBitsOf,
  packKid,
  type SframeKey,
} from "@sotto/shared/sframe";
import { SIGNALLING_VERSION } from "@sotto/shared/signalling";
import type { Call, FoundProducer, Sfu } from "@sotto/sfu";
import { type Footage, FRAMERATE } from "./footage.ts";
import { keyFrameAskedOf, RtpSender } from "./rtp.ts";
import { SfuSocket } from "./SfuSocket.ts";

/** First stream number of camera and microphone, as the client has them. */
const CAMERA = 1;
const MICROPHONE = 0;
const PAYLOAD_TYPES = { video: 101, audio: 100 };
const SOUND_MS = 20;

/** Where a member's call and its servers are. */
export interface CrowdPlace {
  readonly linkSecret: LinkSecret;
  readonly keyserverPort: number;
  readonly sfu: Sfu;
  readonly rotateMs: number;
}

type Router = Call["router"];
type DirectTransport = Awaited<ReturnType<Router["createDirectTransport"]>>;
type CallEvent = Extract<MemberEvent, { type: "call" }>;

/**
 * Somebody with camera and microphone and without a browser: a real member of the group, whose frames are real and
 * really encrypted, in three layers. Its packets come to the SFU's router inside the SFU's process and not from the
 * network; from there on all is as for anybody. Like a client it makes no layer that nobody wants.
 */
export class CrowdMember {
  readonly #footage: Footage;
  readonly #session: MemberSession;
  readonly #keys = new Map<string, { key: Promise<SframeKey>; counter: FrameCounter }>();
  readonly #senders: RtpSender[];
  readonly #sound: RtpSender;
  readonly #joined: Promise<CallEvent>;
  #epoch: EpochEvent | undefined;
  #socket: SfuSocket | undefined;
  #producers:
    { readonly video: FoundProducer["producer"]; readonly audio: FoundProducer["producer"] } | undefined;
  #wanted = 7;
  #videoId = "";
  /** Which frame of the footage comes next, for each layer. */
  readonly #at: number[];
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(index: number, footage: Footage, place: CrowdPlace) {
    this.#footage = footage;
    this.#at = footage.layers.map(() => 0);
    const ssrc = 10_000 + 10 * index;
    this.#senders = footage.layers.map(
      (_, layer) => new RtpSender(ssrc + layer, PAYLOAD_TYPES.video, 90_000),
    );
    this.#sound = new RtpSender(ssrc + 9, PAYLOAD_TYPES.audio, 48_000);
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    let setJoined: (call: CallEvent) => void = () => undefined;
    this.#joined = new Promise((resolve) => (setJoined = resolve));
    this.#session = openMember({
      linkSecret: place.linkSecret,
      keyserverUrl: `ws://127.0.0.1:${place.keyserverPort}`,
      displayName: `Person ${index + 1}`,
      device: {
        publicKey: new Uint8Array(publicKey.export({ type: "spki", format: "der" }).subarray(-32)),
        sign: (bytes) => Promise.resolve(new Uint8Array(sign(null, bytes, privateKey))),
      },
      tabSecret: new Uint8Array(randomBytes(32)),
      rotateMs: place.rotateMs,
      suite: "classical",
      WebSocket,
      onEvent: (event) => {
        if (event.type === "epoch") this.#epoch = { ...event, baseKey: event.baseKey.slice() };
        if (event.type === "call") setJoined(event);
      },
    });
  }

  /** Joins group and SFU, and begins to send. @throws if a server refuses */
  async begin({ sfu }: CrowdPlace): Promise<void> {
    const { sfuCallId, sfuAdmission, participantId } = await this.#joined;
    const socket = await SfuSocket.connect(sfu.port, (notification) => {
      if (notification.method !== "wantedLayers" || notification.data.producerId !== this.#videoId) return;
      this.#wanted = notification.data.spatialLayer;
    });
    this.#socket = socket;
    const callId = toBase64Url(sfuCallId);
    await socket.request("join", {
      version: SIGNALLING_VERSION,
      callId,
      admission: toBase64Url(sfuAdmission),
      participantId: toBase64Url(participantId),
      resumeToken: toBase64Url(new Uint8Array(randomBytes(32))),
    });
    await this.#produce(sfu, callId, participantId, socket);
    await this.#session.publish({
      type: "state",
      streams: [
        { stream: MICROPHONE, layers: 1, source: "microphone", codec: "opus" },
        { stream: CAMERA, layers: this.#senders.length, source: "camera", codec: "vp8" },
      ],
      ...{ microphoneOn: true, cameraOn: true, screenOn: false, recording: false, handSince: 0 },
    });
    this.#send();
  }

  /** Bytes that the packets of one second of everything at full size have: top layer and sound. */
  get fullBytesPerSecond(): number {
    const top = this.#footage.layers.at(-1)?.frames ?? [];
    const overhead = 40;
    const bytesOf = (frames: readonly Uint8Array[]): number =>
      frames.reduce((sum, { length }) => sum + length + overhead * Math.ceil(length / 1_150), 0);
    const seconds = top.length / FRAMERATE;
    return (bytesOf(top) + bytesOf(this.#footage.sound)) / seconds;
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#socket?.close();
    this.#session.close();
  }

  async #produce(sfu: Sfu, callId: string, id: ParticipantId, socket: SfuSocket): Promise<void> {
    const call = sfu.calls.get(callId);
    const participant = call?.participants.get(toBase64Url(id));
    if (call === undefined || participant === undefined) throw new Error("not at the SFU");
    const transportId = await withDirectTransport(
      call.router,
      (direct) => {
        direct.on("rtcp", (packet) => {
          const asked = keyFrameAskedOf(packet);
          const layer = this.#senders.findIndex(({ ssrc }) => ssrc === asked);
          if (layer >= 0) this.#at[layer] = 0;
        });
        const reports = setInterval(() => {
          for (const sender of [...this.#senders, this.#sound])
            direct.sendRtcp(sender.report(performance.now() / 1_000));
        }, 1_000);
        this.#timers.push(reports);
      },
      async () => (await socket.request("createTransport", { direction: "send" })).transportId,
    );
    const video = await socket.request("produce", {
      ...{ transportId, kind: "video", stream: CAMERA },
      rtpParameters: {
        codecs: [
          {
            ...{ mimeType: "video/VP8", payloadType: PAYLOAD_TYPES.video, clockRate: 90_000, parameters: {} },
            rtcpFeedback: [
              { type: "nack", parameter: "pli" },
              { type: "ccm", parameter: "fir" },
            ],
          },
        ],
        encodings: this.#senders.map(({ ssrc }) => ({ ssrc, scalabilityMode: "L1T1" })),
        rtcp: { cname: toBase64Url(id) },
      },
    });
    const audio = await socket.request("produce", {
      ...{ transportId, kind: "audio", stream: MICROPHONE },
      rtpParameters: {
        codecs: [
          {
            ...{ mimeType: "audio/opus", payloadType: PAYLOAD_TYPES.audio, clockRate: 48_000, channels: 2 },
            parameters: {},
          },
        ],
        encodings: [{ ssrc: this.#sound.ssrc }],
        rtcp: { cname: toBase64Url(id) },
      },
    });
    this.#videoId = video.producerId;
    const producerOf = (producerId: string): FoundProducer["producer"] => {
      const producer = participant.producers.get(producerId);
      if (producer === undefined) throw new Error("no producer");
      return producer;
    };
    this.#producers = { video: producerOf(video.producerId), audio: producerOf(audio.producerId) };
  }

  #send(): void {
    // Not all of the crowd in the same moment.
    const wait = Math.random() * 60;
    setTimeout(() => {
      this.#timers.push(
        setInterval(() => void this.#sendPicture(), 1_000 / FRAMERATE),
        setInterval(() => void this.#sendSound(), SOUND_MS),
      );
    }, wait);
  }

  async #sendPicture(): Promise<void> {
    const seconds = performance.now() / 1_000;
    await Promise.all(
      this.#footage.layers.map(async ({ frames }, layer) => {
        const at = this.#at[layer] ?? 0;
        const frame = frames[at];
        if (frame === undefined || layer > this.#wanted) {
          // Whoever wants it again needs a key frame first.
          this.#at[layer] = 0;
          return;
        }
        this.#at[layer] = (at + 1) % frames.length;
        // The carrier of VP8 says whether this is a key frame, and is authenticated.
        const carrier = Uint8Array.of(at === 0 ? 0 : 1);
        const sealed = await this.#seal(CAMERA + layer, frame, carrier);
        if (sealed === undefined) return;
        for (const packet of this.#senders[layer]?.video(sealed, seconds) ?? [])
          this.#producers?.video.send(packet);
      }),
    );
  }

  #soundAt = 0;

  async #sendSound(): Promise<void> {
    const { sound } = this.#footage;
    const frame = sound[this.#soundAt % sound.length];
    this.#soundAt += 1;
    const seconds = (this.#soundAt * SOUND_MS) / 1_000;
    const sealed = frame && (await this.#seal(MICROPHONE, frame, new Uint8Array(0)));
    if (sealed !== undefined) this.#producers?.audio.send(this.#sound.audio(sealed, seconds));
  }

  async #seal(
    stream: number,
    frame: Uint8Array<ArrayBuffer>,
    carrier: Uint8Array,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const epoch = this.#epoch;
    if (epoch === undefined) return undefined;
    const { key, counter } = this.#keyOf(epoch, stream);
    const ctr: Ctr = counter.next();
    const sealed = await encryptFrame(await key, ctr, frame, carrier, carrier.length);
    sealed.set(carrier);
    return sealed;
  }

  #keyOf(epoch: EpochEvent, stream: number): { key: Promise<SframeKey>; counter: FrameCounter } {
    const id = `${epoch.epoch} ${stream}`;
    let known = this.#keys.get(id);
    if (known === undefined) {
      const { selfLeaf: leaf, roster, sframeSuite, baseKey } = epoch;
      const kid = packKid(
        { stream: asStreamNumber(stream), padded: false, step: 0, leaf, epoch: epoch.epoch },
        leafBitsOf(roster.map((entry) => entry.leaf)),
      );
      const key = importSframeKey(deriveSframeKeys(sframeSuite, baseKey, kid), "encrypt");
      this.#keys.set(id, (known = { key, counter: new FrameCounter() }));
    }
    return known;
  }
}

/**
 * While `request` runs, the router makes a direct transport where a participant asks for one over the network: what is
 * produced on it is handed in within this process.
 */
async function withDirectTransport(
  router: Router,
  onTransport: (direct: DirectTransport) => void,
  request: () => Promise<string>,
): Promise<string> {
  const patched: Record<"createWebRtcTransport", unknown> = router;
  const { createWebRtcTransport } = patched;
  patched.createWebRtcTransport = async (): Promise<object> => {
    const direct = await router.createDirectTransport();
    onTransport(direct);
    // Of the form that is asked for; nobody connects to it.
    return Object.assign(direct, {
      iceParameters: { usernameFragment: "none", password: "nobody-connects-to-this" },
      iceCandidates: [
        {
          foundation: "none",
          priority: 1,
          address: "127.0.0.1",
          ip: "127.0.0.1",
          protocol: "udp",
          port: 9,
          type: "host",
        },
      ],
      dtlsParameters: { fingerprints: [{ algorithm: "sha-256", value: Array(32).fill("00").join(":") }] },
      setMaxIncomingBitrate: () => Promise.resolve(),
    });
  };
  try {
    return await request();
  } finally {
    patched.createWebRtcTransport = createWebRtcTransport;
  }
}
