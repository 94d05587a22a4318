/** What the tests of this folder share. */
import { decodeHeader, unpackKid } from "@sotto/shared/sframe";
import { vi } from "vitest";
import { type Codec, carrierOf } from "../carrier/index.ts";
import type { EpochKeyMessage } from "../protocol.ts";
import { EpochKeys } from "./EpochKeys.ts";
import type { Outcome } from "./frame.ts";
import { type DecryptorOptions, FrameDecryptor } from "./FrameDecryptor.ts";
import { FrameEncryptor } from "./FrameEncryptor.ts";
import { type FramePadding, noPadding } from "./framePadding.ts";
import { SendCounters } from "./SendCounters.ts";

/** A base key that is different for each seed; a fresh buffer each time, as a transfer gives. */
export function baseKey(seed: number): ArrayBuffer {
  return new Uint8Array(16).fill(seed).buffer;
}

/** The rotation period of these epochs, ms. */
export const ROTATE_MS = 30_000;

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
    rotateMs: ROTATE_MS,
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

/** Ana (leaf 0) sends on streams 1..3, Ben (leaf 1) receives. */
export function pair(codec: Codec = "vp8") {
  const sendKeys = new EpochKeys();
  const receiveKeys = new EpochKeys();
  const onEpoch = vi.fn();
  const counters = new SendCounters();
  const sender = (padding: FramePadding = noPadding) =>
    new FrameEncryptor({ keys: sendKeys, counters, padding, codec, stream: 1, layers: 3, onEpoch });
  const receiver = (options: Partial<DecryptorOptions> = {}) =>
    new FrameDecryptor({
      ...{ keys: receiveKeys, codec, participantKey: "ana", stream: 1, layers: 3 },
      keyComes: () => Promise.resolve(false),
      ...options,
    });
  const both = (epoch: number, now: number, extra: Parameters<typeof epochMessage>[2] = {}) => {
    sendKeys.add(epochMessage(epoch, 0, { ...extra, baseKey: baseKey(epoch) }), now);
    receiveKeys.add(epochMessage(epoch, 1, { ...extra, baseKey: baseKey(epoch) }), now);
  };
  return { sendKeys, receiveKeys, onEpoch, counters, sender, receiver, both };
}

/** A delta frame, unless said otherwise; the first byte of a VP8 frame says it too. */
export function frame(data = [1, 2, 3], { keyFrame = false, synchronizationSource = 7 } = {}) {
  return {
    data: bytes(...data),
    type: keyFrame ? "key" : "delta",
    getMetadata: () => ({ synchronizationSource }),
  };
}

export function sent(outcome: Outcome): ArrayBuffer {
  if (typeof outcome === "string") throw new Error(`dropped: ${outcome}`);
  return outcome.slice().buffer;
}

export function headerOf(outcome: Outcome, codec: Codec = "vp8") {
  const { bytes: payload, start } = carrierOf(codec).unwrap(new Uint8Array(sent(outcome)));
  const header = decodeHeader(payload.subarray(start));
  return { ...unpackKid(header.kid, 4), ctr: header.ctr };
}
