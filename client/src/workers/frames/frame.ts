import type { DropReason } from "../protocol.ts";

/** The part of an encoded frame that encryption looks at. All but the bytes is asked for only where it is needed. */
export interface SourceFrame {
  readonly data: ArrayBuffer;
  /** `key` or `delta`; audio has none. */
  readonly type?: string | undefined;
  /** Tells the layers of one sender apart. */
  getMetadata(): { readonly synchronizationSource?: number };
}

/** Bytes to pass on, or why there are none. A frame is never passed on as it came. */
export type Outcome = Uint8Array<ArrayBuffer> | DropReason;
