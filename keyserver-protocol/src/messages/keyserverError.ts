import { SottoError } from "@sotto/shared/codec";

/** Number on the wire of each error. Numbers are never reused. */
export const errorNumbers = {
  "keyserver/unknown-group": 1,
  "keyserver/bad-capability": 2,
  "keyserver/stale-epoch": 3,
  "keyserver/trimmed": 4,
  "keyserver/too-large": 5,
  "keyserver/rate": 6,
  "keyserver/limit": 7,
  "keyserver/malformed": 8,
  "keyserver/bad-token": 9,
  "keyserver/internal": 10,
  "keyserver/unknown-mailbox": 11,
  "keyserver/bad-writer": 12,
} as const;

/** Stable name of an error, the same at both ends. */
export type KeyserverErrorCode = keyof typeof errorNumbers;

/** A request that the keyserver refused, or a message that one end may not send. */
export class KeyserverError extends SottoError {
  declare readonly code: KeyserverErrorCode;

  constructor(code: KeyserverErrorCode, message: string, options?: ErrorOptions) {
    super(code, message, options);
    this.name = "KeyserverError";
  }
}

/** Name of the error with this number; "keyserver/internal" for a number of a later version. */
export function errorCodeOf(number: number): KeyserverErrorCode {
  for (const code of Object.keys(errorNumbers) as KeyserverErrorCode[]) {
    if (errorNumbers[code] === number) return code;
  }
  return "keyserver/internal";
}
