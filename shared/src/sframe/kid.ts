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
 * RFC 9605 §5.2 packs context | leaf index (S bits) | low bits of the epoch (E bits). Here E is 8, and S is what the
 * leaves of the epoch need, so that the key ids of small calls are short:
 *
 *    context = 1 + stream + 16 × padded + 32 × ratchet step
 *
 * The context is never 0. So the highest bit of a key id is the context's, and a stream's key ids stay equally long
 * from epoch to epoch, whoever sends it.
 */
const EPOCHS = 2 ** 8;
const PADDED = MAX_STREAMS;
const STEP = 2 * MAX_STREAMS;

/** Fewest and most bits that a leaf index takes. */
const MIN_LEAF_BITS = 4;
const MAX_LEAF_BITS = 12;

/** Ratchet steps one epoch may have. A step takes seconds; days of them are no call any more. */
export const MAX_RATCHET_STEPS = 2 ** 16;

/** What a key id says. */
export interface KidParts {
  readonly stream: StreamNumber;
  /** Whether the frame inside has padding behind it. */
  readonly padded: boolean;
  readonly step: number;
  readonly leaf: LeafIndex;
  /** The epoch modulo 256. */
  readonly epochLow: number;
}

/**
 * How many bits a leaf index takes in the key ids of an epoch: the same for all its members.
 * @param leaves that are taken in this epoch
 * @throws SottoError `ids/range` if one is beyond what the layout can hold
 */
export function leafBitsOf(leaves: Iterable<number>): number {
  let bits = MIN_LEAF_BITS;
  for (const leaf of leaves) {
    asLeafIndex(leaf);
    while (leaf >= 2 ** bits) bits++;
  }
  return bits;
}

/**
 * The key id of one member's stream in an epoch.
 * @throws SframeError `sframe/counter-exhausted` if the ratchet has used up its steps
 * @throws SottoError `ids/range` if another part has no room in the layout
 */
export function packKid(
  parts: { stream: StreamNumber; padded: boolean; step: number; leaf: LeafIndex; epoch: Epoch },
  leafBits: number,
): Kid {
  const { step, padded } = parts;
  if (!Number.isInteger(step) || step < 0 || step >= MAX_RATCHET_STEPS) {
    throw new SframeError("sframe/counter-exhausted", "no ratchet step left");
  }
  const leaves = assertLeafBits(leafBits);
  const leaf = asLeafIndex(parts.leaf);
  if (leaf >= leaves) throw new RangeError("the leaf is beyond this epoch's leaves");
  const context = 1 + asStreamNumber(parts.stream) + (padded ? PADDED : 0) + step * STEP;
  return BigInt((context * leaves + leaf) * EPOCHS + (asEpoch(parts.epoch) % EPOCHS)) as Kid;
}

/** The low bits of the epoch that a received key id belongs to; the rest can be read when that is known. */
export function epochLowOf(kid: Kid | number): number {
  return Number(kid) % EPOCHS;
}

/** The parts of a received key id. @throws SframeError `sframe/header` if it is outside the layout */
export function unpackKid(kid: Kid | number, leafBits: number): KidParts {
  const leaves = assertLeafBits(leafBits);
  const value = Number(kid);
  const member = Math.floor(value / EPOCHS);
  const context = Math.floor(member / leaves) - 1;
  const step = Math.floor(context / STEP);
  if (context < 0 || step >= MAX_RATCHET_STEPS) {
    throw new SframeError("sframe/header", "key id outside the layout");
  }
  return {
    stream: asStreamNumber(context % MAX_STREAMS),
    padded: context % STEP >= PADDED,
    step,
    leaf: asLeafIndex(member % leaves),
    epochLow: value % EPOCHS,
  };
}

function assertLeafBits(leafBits: number): number {
  if (!Number.isInteger(leafBits) || leafBits < MIN_LEAF_BITS || leafBits > MAX_LEAF_BITS) {
    throw new RangeError("no such number of leaf bits");
  }
  return 2 ** leafBits;
}
