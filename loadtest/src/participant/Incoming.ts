import { contentOf, type MemberKeys } from "../frames/index.ts";

/** What a participant counts of all that it receives. */
export interface ReceiveCounts {
  frames: number;
  /** Frames that the sender sent on a layer while we received it, and that did not come. */
  lost: number;
  /** Frames that could not be opened with a key that we have. */
  decryptFailures: number;
  /** Frames of an epoch that we do not have yet, or not any more. */
  unknownEpoch: number;
  /** Frames from somebody else than the server said, or of another stream. */
  misattributed: number;
  /** Frames of members that are no load testers. */
  foreign: number;
  /** Is told the age of each frame, ms. */
  readonly delay: (ms: number) => void;
}

/** Frames whose numbers jump further than this are a new beginning and no loss. */
const MAX_JUMP = 300;

/** One consumer's frames: opened, and checked against what was expected. */
export class Incoming {
  readonly #keys: MemberKeys;
  readonly #counts: ReceiveCounts;
  readonly #sender: string;
  readonly #stream: number;
  readonly #layers: number;
  readonly #carrier: number;
  readonly #onFrame: () => void;
  #layer = -1;
  #number = -1;
  #unknownSince: number | undefined;

  /** @param onFrame a frame was opened and is what it should be */
  constructor(
    expected: {
      readonly sender: string;
      readonly stream: number;
      readonly layers: number;
      readonly kind: "audio" | "video";
    },
    keys: MemberKeys,
    counts: ReceiveCounts,
    onFrame: (kind: "audio" | "video") => void,
  ) {
    this.#keys = keys;
    this.#counts = counts;
    this.#sender = expected.sender;
    this.#stream = expected.stream;
    this.#layers = expected.layers;
    this.#carrier = expected.kind === "audio" ? 0 : 1;
    this.#onFrame = () => {
      onFrame(expected.kind);
    };
  }

  /** Takes a whole frame. */
  take(frame: Uint8Array): void {
    const counts = this.#counts;
    const opened = this.#keys.open(frame, this.#carrier);
    if (opened === "unknown-epoch") {
      counts.unknownEpoch += 1;
      this.#unknownSince ??= performance.now();
      return;
    }
    if (opened === "failed") {
      counts.decryptFailures += 1;
      return;
    }
    const layer = opened.stream - this.#stream;
    if (opened.sender !== this.#sender || layer < 0 || layer >= this.#layers) {
      counts.misattributed += 1;
      return;
    }
    counts.frames += 1;
    this.#onFrame();
    const content = contentOf(opened.plaintext);
    if (content === undefined) {
      counts.foreign += 1;
      return;
    }
    counts.delay(performance.timeOrigin + performance.now() - content.sentAt);
    // A change of layer is no loss, and frames of an epoch that came late are counted as such.
    const missed = content.number - this.#number - 1;
    if (layer === this.#layer && this.#unknownSince === undefined && missed > 0 && missed < MAX_JUMP) {
      counts.lost += missed;
    }
    this.#unknownSince = undefined;
    this.#layer = layer;
    this.#number = content.number;
  }
}
