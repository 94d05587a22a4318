import { zeroize } from "@sotto/shared/codec";
import {
  asEpoch,
  asLeafIndex,
  type Epoch,
  type Kid,
  type LeafIndex,
  type StreamNumber,
} from "@sotto/shared/ids";
import {
  asSframeSuite,
  deriveSframeKeys,
  FrameKey,
  leafBitsOf,
  packKid,
  ReplayWindow,
  SframeError,
  type SframeSuite,
  unpackKid,
} from "@sotto/shared/sframe";
import type { EpochKeyMessage } from "../protocol.ts";
import { BaseKeyRatchet } from "./BaseKeyRatchet.ts";
import { currentOf, splitExpired, usableFrom } from "./SendSchedule.ts";

/** Our own key for one of our streams. */
export interface SendKey {
  readonly kid: Kid;
  readonly key: FrameKey;
}

/** The key of one sender's stream, and which of its counters were seen. */
export interface ReceiveKey {
  readonly key: FrameKey;
  /** One for the whole worker: a frame that was opened on one track is a replay on any other. */
  readonly window: ReplayWindow;
}

/** One epoch's base key and what was made of it. */
export interface EpochKey {
  readonly epoch: Epoch;
  readonly selfLeaf: LeafIndex;
  /** Which participant sends under a leaf, in this epoch. */
  readonly members: ReadonlyMap<number, string>;
  /** How many bits of its key ids are the leaf's. */
  readonly leafBits: number;
}

interface LiveEpoch extends EpochKey {
  usableFrom: number;
  readonly suite: SframeSuite;
  readonly ratchet: BaseKeyRatchet;
  /** Of the present ratchet step, by stream; those for padded frames are {@link PADDED} further. */
  readonly sendKeys: Map<number, SendKey>;
  readonly receiveKeys: Map<Kid, ReceiveKey>;
}

const PADDED = 16;
/** How many epochs may follow each other while a member hears of none: seconds of the busiest call. */
const AHEAD = 8;

/**
 * The epochs whose frames can be sent or opened now. Base keys come in, frame keys go out, made once per key id.
 * Keys are overwritten when their grace is over, those of a ratchet step as well as those of an epoch.
 */
export class EpochKeys {
  /** In order of arrival. Epoch numbers need not rise: a member that joined anew starts over. */
  #epochs: LiveEpoch[] = [];
  #version = 0;

  /** Another number after whatever may change which keys are used: what was asked before can be kept until then. */
  get version(): number {
    return this.#version;
  }

  /**
   * Takes a base key over. The same epoch said twice changes nothing.
   * @throws SframeError `sframe/suite`
   * @throws SottoError `ids/range` if a leaf index is beyond the layout of key ids
   * @throws RangeError if the rotation period is none
   */
  add(message: EpochKeyMessage, now: number): void {
    const baseKey = new Uint8Array(message.baseKey);
    const known = this.#epochs.some(
      (other) => other.epoch === message.epoch && other.ratchet.beganWith(baseKey),
    );
    if (known) {
      zeroize(baseKey);
      return;
    }
    const suite = asSframeSuite(message.suite);
    this.#version += 1;
    this.#epochs.push({
      epoch: asEpoch(message.epoch),
      suite,
      ratchet: new BaseKeyRatchet(suite, baseKey, message.rotateMs, now),
      selfLeaf: asLeafIndex(message.selfLeaf),
      leafBits: leafBitsOf(message.members.map(([leaf]) => leaf)),
      members: new Map(message.members),
      usableFrom: usableFrom(message.cause, currentOf(this.#epochs, now) !== undefined, now),
      sendKeys: new Map(),
      receiveKeys: new Map(),
    });
  }

  /** When another epoch will be the one to send with, if that is known; ms. */
  nextSwitch(now: number): number | undefined {
    const later = this.#epochs.map((epoch) => epoch.usableFrom).filter((time) => time > now);
    return later.length === 0 ? undefined : Math.min(...later);
  }

  /** The epoch that frames are sent with at this time, if there is any. */
  sending(now: number): EpochKey | undefined {
    return currentOf(this.#epochs, now);
  }

  /** Notes that every member has this epoch's key: nothing is gained by sending with an older one any longer. */
  reached(epoch: number, now: number): void {
    const live = this.#epochs.findLast((candidate) => candidate.epoch === epoch);
    if (live !== undefined) live.usableFrom = Math.min(live.usableFrom, now);
    this.#version += 1;
  }

  /** Our own key for one of our streams, at the step it is time for, in an epoch that `sending` gave. */
  sendKey(epoch: EpochKey, stream: StreamNumber, padded: boolean, now: number): SendKey {
    const live = this.#live(epoch);
    if (advance(live, now)) this.#version += 1;
    const index = stream + (padded ? PADDED : 0);
    let sendKey = live.sendKeys.get(index);
    if (sendKey === undefined) {
      const { step } = live.ratchet;
      const kid = packKid({ stream, padded, step, leaf: live.selfLeaf, epoch: live.epoch }, live.leafBits);
      sendKey = { kid, key: makeKey(live, kid, "encrypt") };
      live.sendKeys.set(index, sendKey);
    }
    return sendKey;
  }

  /** The epoch that the low bits of a received key id mean: the last to arrive if there were two. */
  receiving(epochLow: number): EpochKey | undefined {
    return this.#epochs.findLast((epoch) => epoch.epoch % 256 === epochLow);
  }

  /** Whether the epoch that the low bits of a received key id mean may be one whose key is still on its way here. */
  isAhead(epochLow: number): boolean {
    const latest = this.#epochs.at(-1);
    if (latest === undefined) return false;
    const ahead = (epochLow - (latest.epoch % 256) + 256) % 256;
    return ahead > 0 && ahead <= AHEAD;
  }

  /**
   * The key for a key id of an epoch that `receiving` gave; the caller has checked who may use it.
   * @throws SframeError `sframe/unknown-key` if its ratchet step is overwritten already or too far ahead
   */
  receiveKey(epoch: EpochKey, kid: Kid): ReceiveKey {
    const live = this.#live(epoch);
    let receiveKey = live.receiveKeys.get(kid);
    if (receiveKey === undefined) {
      receiveKey = { key: makeKey(live, kid, "decrypt"), window: new ReplayWindow() };
      live.receiveKeys.set(kid, receiveKey);
    }
    return receiveKey;
  }

  /** Notes that an authentic frame with this ratchet step came. */
  heard(epoch: EpochKey, step: number): void {
    // The epoch may have gone while the frame was opened.
    this.#epochs.find((candidate) => candidate === epoch)?.ratchet.heard(step);
  }

  /** Moves the ratchets on, and forgets the steps and epochs whose grace is over. To be called every second or so. */
  expire(now: number): void {
    this.#version += 1;
    const { live, expired } = splitExpired(this.#epochs, now);
    for (const epoch of expired) wipe(epoch);
    for (const epoch of live) advance(epoch, now);
    this.#epochs = live;
  }

  #live(epoch: EpochKey): LiveEpoch {
    const live = this.#epochs.find((candidate) => candidate === epoch);
    if (live === undefined) throw new Error("this epoch is over");
    return live;
  }
}

/**
 * Moves an epoch's ratchet on, and overwrites the keys of steps that we send or receive with no more.
 * @returns whether there were any
 */
function advance({ ratchet, sendKeys, receiveKeys, leafBits }: LiveEpoch, now: number): boolean {
  const { step, oldest } = ratchet;
  ratchet.advance(now);
  if (ratchet.step === step && ratchet.oldest === oldest) return false;
  if (ratchet.step !== step) {
    for (const { key } of sendKeys.values()) key.wipe();
    sendKeys.clear();
  }
  for (const [kid, { key }] of receiveKeys) {
    if (unpackKid(kid, leafBits).step >= ratchet.oldest) continue;
    key.wipe();
    receiveKeys.delete(kid);
  }
  return true;
}

function wipe({ ratchet, sendKeys, receiveKeys }: LiveEpoch): void {
  ratchet.wipe();
  for (const { key } of sendKeys.values()) key.wipe();
  for (const { key } of receiveKeys.values()) key.wipe();
}

function makeKey({ suite, ratchet, leafBits }: LiveEpoch, kid: Kid, usage: "encrypt" | "decrypt"): FrameKey {
  const baseKey = ratchet.baseKey(unpackKid(kid, leafBits).step);
  if (baseKey === undefined) throw new SframeError("sframe/unknown-key", "no key for this ratchet step");
  const keys = deriveSframeKeys(suite, baseKey, kid);
  try {
    return new FrameKey(keys, usage);
  } finally {
    zeroize(keys.key, keys.salt);
  }
}
