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
  importSframeKey,
  type KidParts,
  packKid,
  ReplayWindow,
  SframeError,
  type SframeKey,
  type SframeSuite,
  unpackKid,
} from "@sotto/shared/sframe";
import type { EpochKeyMessage } from "../protocol.ts";
import { BaseKeyRatchet } from "./BaseKeyRatchet.ts";
import { currentOf, splitExpired, usableFrom } from "./SendSchedule.ts";

/** The key of one sender's stream, and which of its counters were seen. */
export interface ReceiveKey {
  readonly key: Promise<SframeKey>;
  /** One for the whole worker: a frame that was opened on one track is a replay on any other. */
  readonly window: ReplayWindow;
}

/** One epoch's base key and what was made of it. */
export interface EpochKey {
  readonly epoch: Epoch;
  readonly selfLeaf: LeafIndex;
  /** Which participant sends under a leaf, in this epoch. */
  readonly members: ReadonlyMap<number, string>;
  readonly usableFrom: number;
}

interface LiveEpoch extends EpochKey {
  readonly suite: SframeSuite;
  readonly ratchet: BaseKeyRatchet;
  readonly sendKeys: Map<Kid, Promise<SframeKey>>;
  readonly receiveKeys: Map<Kid, ReceiveKey>;
}

/**
 * The epochs whose frames can be sent or opened now. Base keys come in, WebCrypto keys go out, made once per key id.
 * A base key is overwritten when its grace is over, that of a ratchet step as well as that of an epoch.
 */
export class EpochKeys {
  /** In order of arrival. Epoch numbers need not rise: a member that joined anew starts over. */
  #epochs: LiveEpoch[] = [];

  /**
   * Takes a base key over. The same epoch said twice changes nothing.
   * @throws SframeError `sframe/suite`
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
    this.#epochs.push({
      epoch: asEpoch(message.epoch),
      suite,
      ratchet: new BaseKeyRatchet(suite, baseKey, message.rotateMs, now),
      selfLeaf: asLeafIndex(message.selfLeaf),
      members: new Map(message.members),
      usableFrom: usableFrom(message.cause, currentOf(this.#epochs, now) !== undefined, now),
      sendKeys: new Map(),
      receiveKeys: new Map(),
    });
  }

  /** The epoch that frames are sent with at this time, if there is any. */
  sending(now: number): EpochKey | undefined {
    return currentOf(this.#epochs, now);
  }

  /** Our own key for one of our streams, at the step it is time for, in an epoch that `sending` gave. */
  sendKey(epoch: EpochKey, stream: StreamNumber, now: number): { kid: Kid; key: Promise<SframeKey> } {
    const live = this.#live(epoch);
    advance(live, now);
    const { step } = live.ratchet;
    const kid = packKid({ stream, step, leaf: live.selfLeaf, epoch: live.epoch });
    let key = live.sendKeys.get(kid);
    if (key === undefined) live.sendKeys.set(kid, (key = makeKey(live, kid, "encrypt")));
    return { kid, key };
  }

  /** The epoch a received key id means, by its low bits: the last to arrive if there were two. */
  receiving(parts: KidParts): EpochKey | undefined {
    return this.#epochs.findLast((epoch) => epoch.epoch % 256 === parts.epochLow);
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
    const { live, expired } = splitExpired(this.#epochs, now);
    for (const epoch of expired) epoch.ratchet.wipe();
    for (const epoch of live) advance(epoch, now);
    this.#epochs = live;
  }

  #live(epoch: EpochKey): LiveEpoch {
    const live = this.#epochs.find((candidate) => candidate === epoch);
    if (live === undefined) throw new Error("this epoch is over");
    return live;
  }
}

/** Moves an epoch's ratchet on, and drops the keys of steps that we send or receive with no more. */
function advance({ ratchet, sendKeys, receiveKeys }: LiveEpoch, now: number): void {
  const { step, oldest } = ratchet;
  ratchet.advance(now);
  if (ratchet.step !== step) sendKeys.clear();
  if (ratchet.oldest === oldest) return;
  for (const kid of receiveKeys.keys()) if (unpackKid(kid).step < ratchet.oldest) receiveKeys.delete(kid);
}

function makeKey({ suite, ratchet }: LiveEpoch, kid: Kid, usage: "encrypt" | "decrypt"): Promise<SframeKey> {
  const baseKey = ratchet.baseKey(unpackKid(kid).step);
  if (baseKey === undefined) throw new SframeError("sframe/unknown-key", "no key for this ratchet step");
  const keys = deriveSframeKeys(suite, baseKey, kid);
  return importSframeKey(keys, usage).finally(() => zeroize(keys.key, keys.salt));
}
