/** One new array holding all parts in order. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/**
 * Compares without an early exit, so that the time taken does not tell how many leading bytes agree.
 * Lengths are not secret: arrays of different length are unequal at once.
 */
export function bytesEqualConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
  return difference === 0;
}

/** Overwrites spent secrets. Copies that the engine made on its own are out of reach. */
export function zeroize(...secrets: readonly Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0);
}
