/** What the tests of this folder share. */
import type { EpochKeyMessage } from "../protocol.ts";

/** A base key that is different for each seed; a fresh buffer each time, as a transfer gives. */
export function baseKey(seed: number): ArrayBuffer {
  return new Uint8Array(16).fill(seed).buffer;
}

/** An epoch with leaf 0 for "ana" and leaf 1 for "ben", AES-128-GCM. */
export function epochMessage(
  epoch: number,
  selfLeaf: number,
  extra: Partial<EpochKeyMessage> = {},
): EpochKeyMessage {
  return {
    type: "epoch",
    epoch,
    cause: "rotation",
    suite: 4,
    baseKey: baseKey(epoch + 1),
    selfLeaf,
    members: [
      [0, "ana"],
      [1, "ben"],
    ],
    ...extra,
  };
}

export function bytes(...values: number[]): ArrayBuffer {
  return Uint8Array.from(values).buffer;
}
