import type { FrameWorker } from "./FrameWorker.ts";
import type { KeyWorker } from "./KeyWorker.ts";

/** How often a frame worker that died is replaced in one call: one that dies again and again has a reason. */
export const MAX_REVIVALS = 3;
/** What the next key may take longer than two rotations, ms. */
const MARGIN_MS = 5_000;

/**
 * Replaces a frame worker that died. The new one gets no key that the old one had, for it would count its frames anew:
 * it waits for the next epoch, and until then nothing is sent and nothing opened.
 */
export class FrameRevival {
  readonly #frames: Pick<FrameWorker, "restart" | "connectKeys">;
  readonly #keys: Pick<KeyWorker, "post">;
  readonly #patienceMs: number;
  readonly #givenUp: () => void;
  #revivals = 0;
  #isConnected = true;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting = false;

  /**
   * @param rotateSeconds between two rotations
   * @param givenUp is called when nothing more can be done: what is sent must stop then
   */
  constructor(
    frames: Pick<FrameWorker, "restart" | "connectKeys">,
    keys: Pick<KeyWorker, "post">,
    rotateSeconds: number,
    givenUp: () => void,
  ) {
    this.#frames = frames;
    this.#keys = keys;
    this.#patienceMs = 2_000 * rotateSeconds + MARGIN_MS;
    this.#givenUp = givenUp;
  }

  /** Whether the frame worker has no key yet. */
  get waiting(): boolean {
    return this.#waiting;
  }

  /** Puts another worker in the place of one that is dead. @returns whether there is another */
  revive(): boolean {
    clearTimeout(this.#timer);
    this.#waiting = true;
    this.#revivals += 1;
    if (this.#revivals > MAX_REVIVALS) {
      this.#givenUp();
      return false;
    }
    this.#frames.restart();
    this.#isConnected = false;
    const { port1, port2 } = new MessageChannel();
    this.#frames.connectKeys(port1);
    this.#keys.post({ type: "frames", frames: port2 }, [port2]);
    this.#timer = setTimeout(this.#givenUp, this.#patienceMs);
    return true;
  }

  /** The key worker sends to the new worker from now on. */
  connected(): void {
    this.#isConnected = true;
  }

  /** An epoch has begun. */
  epochCame(): void {
    if (!this.#waiting || !this.#isConnected || this.#revivals > MAX_REVIVALS) return;
    this.#waiting = false;
    clearTimeout(this.#timer);
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
