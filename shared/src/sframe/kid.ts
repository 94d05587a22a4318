import {
  asEpoch,
  asLeafIndex,
  asStreamNumber,
  type Epoch,
  type Kid,
  type LeafIndex,
  MAX_STREAMS,
  type StreamNumber,
} from "../ids/index.ts";
import { SframeError } from "./errors.ts";

/*
 * RFC 9605 §5.2 packs context | leaf index | low bits of the epoch. Here the epoch has 8 bits and the leaf 12,
 * and the context is the stream number (4 bits) with the ratchet step above it:
 *
 *    bits  39..24        23..20   19..8   7..0
 *          ratchet step  stream   leaf    epoch mod 256
 *
 * Without a ratchet step a key id takes at most three bytes.
 */
const LEAF_SHIFT = 2 ** 8;
const STREAM_SHIFT = 2 ** 20;
const STEP_SHIFT = 2 ** 24;

/** Ratchet steps one epoch may have. A step takes seconds; days of them are no call any more. */
export const MAX_RATCHET_STEPS = 2 ** 16;

/** What a key id says. */
export interface KidParts {
  readonly stream: StreamNumber;
  readonly step: number;
  readonly leaf: LeafIndex;
  /** The epoch modulo 256. */
  readonly epochLow: number;
}

/**
 * The key id of one member's stream in an epoch.
 * @throws SframeError `sframe/counter-exhausted` if the ratchet has used up its steps
 * @throws SottoError `ids/range` if another part has no room in the layout
 */
export function packKid(parts: { stream: StreamNumber; step: number; leaf: LeafIndex; epoch: Epoch }): Kid {
  const { step } = parts;
  if (!Number.isInteger(step) || step < 0 || step >= MAX_RATCHET_STEPS) {
    throw new SframeError("sframe/counter-exhausted", "no ratchet step left");
  }
  const kid =
    step * STEP_SHIFT +
    asStreamNumber(parts.stream) * STREAM_SHIFT +
    asLeafIndex(parts.leaf) * LEAF_SHIFT +
    (asEpoch(parts.epoch) % LEAF_SHIFT);
  return BigInt(kid) as Kid;
}

/** The parts of a received key id. @throws SframeError `sframe/header` if it is above the layout */
export function unpackKid(kid: Kid): KidParts {
  const value = Number(kid);
  const step = Math.floor(value / STEP_SHIFT);
  if (step >= MAX_RATCHET_STEPS) throw new SframeError("sframe/header", "key id outside the layout");
  return {
    stream: asStreamNumber(Math.floor(value / STREAM_SHIFT) % MAX_STREAMS),
    step,
    leaf: asLeafIndex(Math.floor(value / LEAF_SHIFT) % (STREAM_SHIFT / LEAF_SHIFT)),
    epochLow: value % LEAF_SHIFT,
  };
}
