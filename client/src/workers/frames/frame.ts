import type { DropReason } from "../protocol.ts";

/** The part of an encoded frame that encryption looks at. */
export interface SourceFrame {
  readonly data: ArrayBuffer;
  /** False for all audio. */
  readonly keyFrame: boolean;
  /** Tells the layers of one sender apart; absent where the browser does not say. */
  readonly synchronizationSource?: number | undefined;
}

/** Bytes to pass on, or why there are none. A frame is never passed on as it came. */
export type Outcome = Uint8Array<ArrayBuffer> | DropReason;
