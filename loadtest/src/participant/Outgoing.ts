import { randomBytes } from "node:crypto";
import type { RequestData } from "@sotto/shared/signalling";
import { audioFrame, frameSize, type MemberKeys, type Profile, videoFrame } from "../frames/index.ts";
import { RtpSource, type SendLink, type SendTrack } from "../rtc/index.ts";

/** Payload types of what we send. */
const PAYLOAD_TYPES = { audio: 100, video: 101 } as const;
const CLOCK_RATES = { audio: 48_000, video: 90_000 } as const;
/** Above every layer: all are made until the server says what is wanted. */
const ALL_LAYERS = 7;
const REPORT_MS = 1_000;
const NO_CARRIER = new Uint8Array(0);
/** The carrier of VP8: whether it is a key frame. */
const KEY_CARRIER = Uint8Array.of(0);
const DELTA_CARRIER = Uint8Array.of(1);

/** One source that a participant sends: makes its frames, has them sealed, and sends their packets. */
export class Outgoing {
  readonly profile: Profile;
  readonly #sources: readonly RtpSource[];
  readonly #needsKey: boolean[];
  readonly #numbers: number[];
  #producerId = "";
  #wanted = ALL_LAYERS;
  #timers: NodeJS.Timeout[] = [];
  #due = 0;
  frames = 0;

  constructor(profile: Profile) {
    this.profile = profile;
    const { kind, layers } = profile;
    const first = randomBytes(4).readUInt32BE() >>> 1;
    this.#sources = layers.map(
      (_, layer) => new RtpSource(first + layer, PAYLOAD_TYPES[kind], CLOCK_RATES[kind]),
    );
    this.#needsKey = layers.map(() => true);
    this.#numbers = layers.map(() => 0);
  }

  get track(): SendTrack {
    const { source, kind } = this.profile;
    return {
      mid: source,
      kind,
      payloadType: PAYLOAD_TYPES[kind],
      ssrcs: this.#sources.map(({ ssrc }) => ssrc),
    };
  }

  /** What to ask the server for. */
  produceRequest(transportId: string, cname: string): RequestData<"produce"> {
    const { kind, stream } = this.profile;
    const codec =
      kind === "audio"
        ? { mimeType: "audio/opus", channels: 2, rtcpFeedback: [] }
        : {
            mimeType: "video/VP8",
            rtcpFeedback: [
              { type: "nack" },
              { type: "nack", parameter: "pli" },
              { type: "ccm", parameter: "fir" },
            ],
          };
    return {
      ...{ transportId, kind, stream },
      rtpParameters: {
        codecs: [
          { ...codec, payloadType: PAYLOAD_TYPES[kind], clockRate: CLOCK_RATES[kind], parameters: {} },
        ],
        encodings: this.#sources.map(({ ssrc }) =>
          kind === "audio" ? { ssrc } : { ssrc, scalabilityMode: "L1T1" },
        ),
        rtcp: { cname },
      },
    };
  }

  /** Sends from now on. */
  begin(producerId: string, link: SendLink, keys: MemberKeys): void {
    this.#producerId = producerId;
    const period = 1_000 / this.profile.framesPerSecond;
    // Not everybody in the same moment.
    this.#due = performance.now() + Math.random() * period;
    this.#needsKey.fill(true);
    const tick = (): void => {
      const now = performance.now();
      // Timers of a busy process come late: what is due is made up for, but not after a long pause.
      if (now - this.#due > 10 * period) this.#due = now;
      for (; this.#due <= now; this.#due += period) this.#makeFrame(link, keys, this.#due);
    };
    this.#timers.push(
      setInterval(tick, Math.min(period, 10)),
      setInterval(() => {
        const now = performance.now();
        for (const source of this.#sources) link.send(source.ssrc, source.report(now, Date.now()));
      }, REPORT_MS),
    );
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#timers = [];
  }

  /** The server says which layers anybody wants. */
  wants(producerId: string, spatialLayer: number): void {
    if (producerId === this.#producerId) this.#wanted = spatialLayer;
  }

  keyFrameAsked(ssrc: number): void {
    const layer = this.#sources.findIndex((source) => source.ssrc === ssrc);
    if (layer >= 0) this.#needsKey[layer] = true;
  }

  /** A new epoch is sent with: whoever came with it needs a picture to begin with. */
  refresh(): void {
    this.#needsKey.fill(true);
  }

  #makeFrame(link: SendLink, keys: MemberKeys, at: number): void {
    const { kind, stream, keyFrameEvery, framesPerSecond } = this.profile;
    for (const [layer, source] of this.#sources.entries()) {
      if (layer > this.#wanted) {
        this.#needsKey[layer] = true;
        continue;
      }
      const number = this.#numbers[layer] ?? 0;
      const isKey = this.#needsKey[layer] === true || number % (keyFrameEvery * framesPerSecond) === 0;
      const size = frameSize(this.profile, layer, isKey, Math.random());
      const content = { number, sentAt: performance.timeOrigin + performance.now() };
      const frame = kind === "audio" ? audioFrame(size, content) : videoFrame(isKey, size, content);
      const carrier = kind === "audio" ? NO_CARRIER : isKey ? KEY_CARRIER : DELTA_CARRIER;
      const sealed = keys.seal(stream + layer, frame, carrier, performance.now());
      if (sealed === undefined) continue;
      this.#numbers[layer] = number + 1;
      this.#needsKey[layer] = false;
      this.frames += 1;
      if (kind === "audio") link.send(source.ssrc, source.audio(sealed, at));
      else for (const packet of source.video(sealed, at)) link.send(source.ssrc, packet);
    }
  }
}
