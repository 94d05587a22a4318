import * as v from "valibot";
import { SottoError } from "../codec/index.ts";

/** A message that breaks these schemas. Its text names the field at fault and never repeats a value. */
export class SignallingError extends SottoError {
  declare readonly code: "signalling/invalid";
  /** The id of the request at fault where it could still be read, so that it can be answered. */
  readonly requestId: number | undefined;

  constructor(message: string, options: { cause?: unknown; requestId?: number | undefined } = {}) {
    super("signalling/invalid", message, "cause" in options ? { cause: options.cause } : undefined);
    this.name = "SignallingError";
    this.requestId = options.requestId;
  }
}

/** Everything the SFU may answer a request with instead of data. */
export const errorCodes = [
  "sfu/not-joined",
  "sfu/bad-admission",
  "sfu/bad-resume-token",
  "sfu/unknown-transport",
  "sfu/unknown-producer",
  "sfu/unknown-consumer",
  "sfu/bad-capability",
  "sfu/evicted",
  "sfu/invalid-parameters",
  "sfu/limit",
  "sfu/rate",
  "sfu/unsupported",
  "sfu/internal",
  "signalling/invalid",
] as const;

export type SfuErrorCode = (typeof errorCodes)[number];

export const SfuErrorBody = v.strictObject({
  code: v.picklist(errorCodes),
  message: v.pipe(v.string(), v.maxLength(256)),
});
