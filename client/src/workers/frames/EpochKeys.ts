import { bytesEqualConstantTime, zeroize } from "@sotto/shared/codec";
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
  type SframeKey,
  type SframeSuite,
} from "@sotto/shared/sframe";
import type { EpochKeyMessage } from "../protocol.ts";
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
  readonly baseKey: Uint8Array;
  readonly sendKeys: Map<Kid, Promise<SframeKey>>;
  readonly receiveKeys: Map<Kid, ReceiveKey>;
}

/**
 * The epochs whose frames can be sent or opened now. Base keys come in, WebCrypto keys go out, made once per key id.
 * A base key is overwritten when its grace is over.
 */
export class EpochKeys {
  /** In order of arrival. Epoch numbers need not rise: a member that joined anew starts over. */
  #epochs: LiveEpoch[] = [];

  /** Takes a base key over. The same epoch said twice changes nothing. @throws SframeError `sframe/suite` */
  add(message: EpochKeyMessage, now: number): void {
    const baseKey = new Uint8Array(message.baseKey);
    const known = this.#epochs.some(
      (other) => other.epoch === message.epoch && bytesEqualConstantTime(other.baseKey, baseKey),
    );
    if (known) {
      zeroize(baseKey);
      return;
    }
    this.#epochs.push({
      epoch: asEpoch(message.epoch),
      suite: asSframeSuite(message.suite),
      baseKey,
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

  /** Our own key for one of our streams in an epoch that `sending` gave. */
  sendKey(epoch: EpochKey, stream: StreamNumber): { kid: Kid; key: Promise<SframeKey> } {
    const live = this.#live(epoch);
    const kid = packKid({ stream, step: 0, leaf: live.selfLeaf, epoch: live.epoch });
    let key = live.sendKeys.get(kid);
    if (key === undefined) live.sendKeys.set(kid, (key = makeKey(live, kid, "encrypt")));
    return { kid, key };
  }

  /** The epoch a received key id means, by its low bits: the last to arrive if there were two. */
  receiving(parts: KidParts): EpochKey | undefined {
    return this.#epochs.findLast((epoch) => epoch.epoch % 256 === parts.epochLow);
  }

  /** The key for a key id of an epoch that `receiving` gave; the caller has checked who may use it. */
  receiveKey(epoch: EpochKey, kid: Kid): ReceiveKey {
    const live = this.#live(epoch);
    let receiveKey = live.receiveKeys.get(kid);
    if (receiveKey === undefined) {
      receiveKey = { key: makeKey(live, kid, "decrypt"), window: new ReplayWindow() };
      live.receiveKeys.set(kid, receiveKey);
    }
    return receiveKey;
  }

  /** Forgets the epochs whose grace is over. To be called every second or so. */
  expire(now: number): void {
    const { live, expired } = splitExpired(this.#epochs, now);
    for (const epoch of expired) zeroize(epoch.baseKey);
    this.#epochs = live;
  }

  #live(epoch: EpochKey): LiveEpoch {
    const live = this.#epochs.find((candidate) => candidate === epoch);
    if (live === undefined) throw new Error("this epoch is over");
    return live;
  }
}

async function makeKey(epoch: LiveEpoch, kid: Kid, usage: "encrypt" | "decrypt"): Promise<SframeKey> {
  const keys = deriveSframeKeys(epoch.suite, epoch.baseKey, kid);
  try {
    return await importSframeKey(keys, usage);
  } finally {
    zeroize(keys.key, keys.salt);
  }
}
