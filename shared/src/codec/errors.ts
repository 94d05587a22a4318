/**
 * The base of every error this project throws on purpose.
 * `code` is stable and meant for programs; `message` is meant for people and holds no secret.
 */
export class SottoError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "SottoError";
    this.code = code;
  }
}

export type CodecErrorCode = "codec/truncated" | "codec/trailing" | "codec/too-large" | "codec/invalid";

/** What readers throw on malformed bytes, and writers on values that do not fit their field. */
export class CodecError extends SottoError {
  declare readonly code: CodecErrorCode;

  constructor(code: CodecErrorCode, message: string, options?: { cause?: unknown }) {
    super(code, message, options);
    this.name = "CodecError";
  }
}
