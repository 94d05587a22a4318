import type { types } from "mediasoup-client";
import type { ResponseData } from "@sotto/shared/signalling";
import type { StreamDescription } from "@sotto/keyserver-protocol/member";
import { isCodec } from "../workers/carrier/index.ts";
import type { FrameWorker } from "./FrameWorker.ts";
import type { SfuConnection } from "./SfuConnection.ts";
import { SdkError } from "./SdkError.ts";

/** How long received frames may fail to come out of the transform before the consumer is made anew, ms. */
const STUCK_MS = 5_000;

let nextTransform = 0;

/** One stream of somebody else's, from the server's consumer through the transform to a track. */
export class RemoteStream {
  readonly participantKey: string;
  readonly description: StreamDescription;
  readonly #transformId = `receive-${nextTransform++}`;
  readonly #connection: SfuConnection;
  readonly #frames: FrameWorker;
  #consumer: types.Consumer | undefined;
  #framesOut = 0;
  #stuckSince: number | undefined;
  #closed = false;

  constructor(
    participantKey: string,
    description: StreamDescription,
    connection: SfuConnection,
    frames: FrameWorker,
  ) {
    this.participantKey = participantKey;
    this.description = description;
    this.#connection = connection;
    this.#frames = frames;
  }

  get track(): MediaStreamTrack | undefined {
    return this.#consumer?.track;
  }

  get consumerId(): string | undefined {
    return this.#consumer?.id;
  }

  /** Whether frames have come through the transform. */
  get live(): boolean {
    return this.#framesOut > 0;
  }

  /**
   * Takes over a consumer that the server made, paused, and lets it flow once the transform is in place.
   * @throws SdkError `receive/unexpected` if the server's consumer is for another stream than was asked for
   */
  async start(transport: types.Transport, answer: ResponseData<"consume">): Promise<void> {
    const { consumerId, producerId, participantId, kind, stream, rtpParameters } = answer;
    const { codec } = this.description;
    if (participantId !== this.participantKey || stream !== this.description.stream || !isCodec(codec)) {
      throw new SdkError("receive/unexpected", "the server gave another stream than was asked for");
    }
    const consumer = await transport.consume({
      id: consumerId,
      producerId,
      kind,
      rtpParameters: rtpParameters,
      // Sound and picture of one person are played in step; different people are not tied together.
      streamId: participantId,
      onRtpReceiver: (receiver) => {
        this.#frames.attach(
          receiver,
          {
            direction: "receive",
            transformId: this.#transformId,
            codec,
            stream: this.description.stream,
            layers: this.description.layers,
            participantKey: this.participantKey,
          },
          {
            wantKeyFrame: () => {
              this.#requestKeyFrame();
            },
            called: () => undefined,
          },
        );
      },
    });
    this.#consumer = consumer;
    if (this.#closed) {
      this.close();
      return;
    }
    await this.#connection.request("resumeConsumer", { consumerId });
  }

  /**
   * Looks whether frames come out. To be called about once a second.
   * @returns `changed` if `live` is another now; `stuck` if frames come in and none has come out for some time
   */
  check(now: number): { readonly changed: boolean; readonly stuck: boolean } {
    const { report } = this.#frames.stateOf(this.#transformId);
    const before = this.live;
    const framesOut = report?.framesOut ?? 0;
    const dropped = (report?.framesIn ?? 0) - framesOut > 0;
    if (framesOut > this.#framesOut || !dropped) this.#stuckSince = undefined;
    else this.#stuckSince ??= now;
    this.#framesOut = framesOut;
    const stuck = this.#stuckSince !== undefined && now - this.#stuckSince > STUCK_MS;
    return { changed: before !== this.live, stuck };
  }

  close(): void {
    this.#closed = true;
    const consumer = this.#consumer;
    if (consumer !== undefined && !consumer.closed) {
      consumer.close();
      // The server may have closed it already, or be gone.
      this.#connection.request("closeConsumer", { consumerId: consumer.id }).catch(() => undefined);
    }
    this.#frames.forget(this.#transformId);
  }

  #requestKeyFrame(): void {
    const consumerId = this.consumerId;
    if (consumerId === undefined || this.description.source === "microphone") return;
    // Refused when asked too often: the next gap asks again.
    this.#connection.request("requestKeyFrame", { consumerId }).catch(() => undefined);
  }
}
