import { SottoError } from "../codec/index.ts";

export type SframeErrorCode =
  /** Bytes that are no canonical SFrame header, or a key id outside Sotto's layout. */
  | "sframe/header"
  /** The tag does not fit: the frame, its header or its metadata was changed, or another key made it. */
  | "sframe/auth"
  /** A counter that was seen before, or too long ago to know. */
  | "sframe/replay"
  /** A key id for which there is no key. */
  | "sframe/unknown-key"
  /** The key has encrypted as many frames as it may. */
  | "sframe/counter-exhausted"
  /** An authentic frame that should be padded and is not. */
  | "sframe/padding"
  /** A cipher suite that does not exist, or that this path does not have. */
  | "sframe/suite";

/** Why a frame was not encrypted or not decrypted. */
export class SframeError extends SottoError {
  declare readonly code: SframeErrorCode;

  constructor(code: SframeErrorCode, message: string, options?: { cause?: unknown }) {
    super(code, message, options);
    this.name = "SframeError";
  }
}
