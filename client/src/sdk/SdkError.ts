import { SottoError } from "@sotto/shared/codec";

/** A failure of the SDK's own; `code` is stable. */
export class SdkError extends SottoError {
  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(code, message, options);
    this.name = "SdkError";
  }
}
