import type { types } from "mediasoup-client";
import type { ResponseData } from "@sotto/shared/signalling";
import type { StreamDescription } from "@sotto/keyserver-protocol/member";
import { type Codec, isCodec } from "../workers/carrier/index.ts";
import type { TransformReport } from "../workers/protocol.ts";
import { packetsReceived } from "./browsers/index.ts";
import type { FrameWorker } from "./FrameWorker.ts";
import {
  excuse,
  type ReceiveSample,
  type ReceiveVerdict,
  type ReceiveWatch,
  receiveWatch,
  watchReceived,
} from "./receiveWatch.ts";
import type { SfuConnection } from "./SfuConnection.ts";
import { SdkError } from "./SdkError.ts";
import { kindOf } from "./streams.ts";
import { FULL, layerFor, type Share } from "./view/index.ts";
import { WORKER_SILENCE_MS } from "./watchdog.ts";

let nextTransform = 0;

/** What is known of a stream from elsewhere. */
export type LifeSigns = Pick<ReceiveSample, "decoded" | "isExpected">;

/** What the server was last told to send of a stream. */
interface Flow {
  readonly paused: boolean;
  readonly layer: number;
}

/** One stream of somebody else's, from the server's consumer through the transform to a track. */
export class RemoteStream {
  readonly participantKey: string;
  readonly description: StreamDescription;
  readonly #transformId = `receive-${nextTransform++}`;
  readonly #connection: SfuConnection;
  readonly #frames: FrameWorker;
  readonly #onFlowing: () => void;
  #consumerId: string | undefined;
  #consumer: types.Consumer | undefined;
  #watch: ReceiveWatch = receiveWatch;
  /** Spatial layers that the server can choose from. */
  #layers = 1;
  #share: Share = FULL;
  #flow: Flow = { paused: true, layer: 0 };
  #isTelling = false;
  #closed = false;

  /** `onFlowing` hears of the first frame that was opened. */
  constructor(
    participantKey: string,
    description: StreamDescription,
    connection: SfuConnection,
    frames: FrameWorker,
    onFlowing: () => void,
  ) {
    this.participantKey = participantKey;
    this.description = description;
    this.#connection = connection;
    this.#frames = frames;
    this.#onFlowing = onFlowing;
  }

  get track(): MediaStreamTrack | undefined {
    return this.#consumer?.track;
  }

  get consumerId(): string | undefined {
    return this.#consumerId;
  }

  /** Whether frames come through the transform. */
  get live(): boolean {
    return this.#watch.live;
  }

  /** Whether the server was told to hold it back, because nobody looks. */
  get paused(): boolean {
    return this.#flow.paused;
  }

  /** Its media section of the peer connection. */
  get mid(): string | undefined {
    return this.#consumer?.localId;
  }

  /** What its transform has done. */
  get report(): TransformReport | undefined {
    return this.#frames.stateOf(this.#transformId).report;
  }

  /** The layer that was asked for. */
  get layer(): number {
    return this.#flow.layer;
  }

  /** Says how much of it is wanted from now on. */
  setShare(share: Share): void {
    this.#share = share;
    // Refused or cut off: the next wish says it again.
    if (this.#consumer !== undefined) this.#tellShare().catch(() => undefined);
  }

  /**
   * Takes over a consumer that the server made, paused, and lets it flow once the transform is in place.
   * @throws SdkError `receive/unexpected` if the server's consumer is not of what its sender described
   */
  async start(transport: types.Transport, answer: ResponseData<"consume">): Promise<void> {
    const { consumerId, producerId, participantId, kind, rtpParameters } = answer;
    this.#consumerId = consumerId;
    if (this.#closed) {
      this.close();
      return;
    }
    const codec = this.#codecOf(answer);
    const consumer = await transport.consume({
      id: consumerId,
      producerId,
      kind,
      rtpParameters,
      // Sound and picture of one person are played in step; different people are not tied together.
      streamId: participantId,
      onRtpReceiver: (receiver) => {
        this.#attach(receiver, codec);
      },
    });
    this.#consumer = consumer;
    if (this.#isOver()) {
      this.close();
      return;
    }
    this.#layers = spatialLayersOf(answer);
    this.#flow = { paused: true, layer: this.#layers - 1 };
    await this.#tellShare();
  }

  /** Looks whether frames come out. To be called about once a second. */
  async check(
    now: number,
    signs: LifeSigns,
  ): Promise<{ readonly changed: boolean; readonly verdict: ReceiveVerdict }> {
    const consumer = this.#consumer;
    if (consumer === undefined || consumer.closed) return { changed: false, verdict: "fine" };
    if (this.paused) {
      this.#watch = excuse(this.#watch);
      return { changed: false, verdict: "fine" };
    }
    const before = this.live;
    const { watch, verdict } = watchReceived(this.#watch, {
      ...(await this.#sample(consumer, now)),
      ...signs,
    });
    this.#watch = watch;
    if (verdict === "blind") this.#requestKeyFrame();
    return { changed: before !== this.live, verdict };
  }

  /** Whether all that came lately was opened and shown. */
  get healthy(): boolean {
    const { live, darkSince, blindSince, silentSince } = this.#watch;
    return live && darkSince === undefined && blindSince === undefined && silentSince === undefined;
  }

  /** Ends the stream here and at the server. */
  close(): void {
    this.#closed = true;
    this.#consumer?.close();
    const consumerId = this.#consumerId;
    if (consumerId !== undefined) {
      this.#consumerId = undefined;
      // The server may have closed it already, or be gone.
      this.#connection.request("closeConsumer", { consumerId }).catch(() => undefined);
    }
    this.#frames.forget(this.#transformId);
  }

  /** Has the server send what is wanted, one change after the other. */
  async #tellShare(): Promise<void> {
    const consumerId = this.#consumerId;
    if (this.#isTelling || consumerId === undefined) return;
    this.#isTelling = true;
    try {
      for (
        let flow = this.#wanted();
        !this.#isOver() && !isSameFlow(flow, this.#flow);
        flow = this.#wanted()
      ) {
        if (flow.layer !== this.#flow.layer) {
          await this.#connection.request("setPreferredLayers", { consumerId, spatialLayer: flow.layer });
        }
        if (flow.paused !== this.#flow.paused) {
          await this.#connection.request(flow.paused ? "pauseConsumer" : "resumeConsumer", { consumerId });
        }
        this.#flow = flow;
      }
    } finally {
      this.#isTelling = false;
    }
  }

  #wanted(): Flow {
    if (this.#share === "paused") return { paused: true, layer: this.#flow.layer };
    return { paused: false, layer: layerFor(this.#share, this.#layers) };
  }

  /** A stream can end while it is being set up. */
  #isOver(): boolean {
    return this.#closed;
  }

  #codecOf({ participantId, kind, stream, rtpParameters }: ResponseData<"consume">): Codec {
    const { source, codec } = this.description;
    const used = rtpParameters.codecs[0]?.mimeType.toLowerCase();
    const isExpected =
      participantId === this.participantKey &&
      stream === this.description.stream &&
      kind === kindOf(source) &&
      used === `${kind}/${codec}`;
    if (!isExpected || !isCodec(codec)) {
      throw new SdkError("receive/unexpected", "the server gave another stream than its sender described");
    }
    return codec;
  }

  #attach(receiver: RTCRtpReceiver, codec: Codec): void {
    const { stream, layers } = this.description;
    this.#frames.attach(
      receiver,
      {
        direction: "receive",
        transformId: this.#transformId,
        participantKey: this.participantKey,
        ...{ codec, stream, layers },
      },
      {
        wantKeyFrame: () => {
          this.#requestKeyFrame();
        },
        flowing: () => {
          this.#watch = { ...this.#watch, live: true };
          this.#onFlowing();
        },
      },
    );
  }

  async #sample(consumer: types.Consumer, at: number): Promise<Omit<ReceiveSample, keyof LifeSigns>> {
    const { report } = this.#frames.stateOf(this.#transformId);
    const { framesIn = 0, framesOut = 0 } = report ?? {};
    // Asked only while nothing has come: the answer tells a lost transform from a silent sender.
    const stats = framesIn === 0 ? await consumer.rtpReceiver?.getStats() : undefined;
    const packets = stats === undefined ? 0 : packetsReceived(stats);
    return { at, framesIn, framesOut, packets, isWorkerGone: at - this.#frames.heardAt > WORKER_SILENCE_MS };
  }

  #requestKeyFrame(): void {
    const consumerId = this.#consumerId;
    if (consumerId === undefined || kindOf(this.description.source) === "audio") return;
    // Refused when asked too often: the next gap asks again.
    this.#connection.request("requestKeyFrame", { consumerId }).catch(() => undefined);
  }
}

/** How many spatial layers the server's consumer has, by the scalability mode that it says. */
function spatialLayersOf({ type, rtpParameters }: ResponseData<"consume">): number {
  if (type === "simple") return 1;
  const mode = rtpParameters.encodings?.[0]?.scalabilityMode ?? "";
  return Number(/^[LS](\d)/.exec(mode)?.[1] ?? 1);
}

function isSameFlow(one: Flow, other: Flow): boolean {
  return one.paused === other.paused && one.layer === other.layer;
}
