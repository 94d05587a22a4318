import { SottoError } from "@sotto/shared/codec";
import type { SfuErrorCode } from "@sotto/shared/signalling";

/** A request that was refused; code and message go to the client. */
export class SfuError extends SottoError {
  declare readonly code: SfuErrorCode;

  constructor(code: SfuErrorCode, message: string, options?: { cause?: unknown }) {
    super(code, message, options);
    this.name = "SfuError";
  }
}
