import { SottoError } from "@sotto/shared/codec";
import type { LeafIndex } from "@sotto/shared/ids";

/**
 * - `mls/malformed`: bytes that are not the message they should be.
 * - `mls/invalid`: a message that does not verify, or belongs to another group or epoch.
 * - `mls/refused`: an authentic commit that the rules of the call do not allow; `sender` names who made it.
 * - `mls/internal`: a failure of our own.
 */
export type MlsErrorCode = "mls/malformed" | "mls/invalid" | "mls/refused" | "mls/internal";

/** Everything that this folder throws. */
export class MlsError extends SottoError {
  declare readonly code: MlsErrorCode;
  /** The member that a refused message is proved to come from. */
  readonly sender: LeafIndex | undefined;

  constructor(code: MlsErrorCode, message: string, options?: ErrorOptions & { sender?: LeafIndex }) {
    super(code, message, options);
    this.name = "MlsError";
    this.sender = options?.sender;
  }
}

/** Runs a library call; what it throws becomes an MlsError with this code and the cause. */
export async function translating<T>(code: MlsErrorCode, what: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (cause instanceof MlsError) throw cause;
    throw new MlsError(code, what, { cause });
  }
}
