import { asEpoch, asLeafIndex, asStreamNumber, type Kid } from "@sotto/shared/ids";
import {
  decodeHeader,
  deriveSframeKeys,
  FrameCounter,
  packKid,
  SyncSealer,
  epochLowOf,
  leafBitsOf,
} from "@sotto/shared/sframe";
import type { EpochEvent } from "../api.ts";

/** Frames begin to use an epoch that removes nobody so much later, ms. As in the client's schedule for sending. */
const SWITCH_DELAY_MS = 1_000;
const STREAM = asStreamNumber(0);
const PICTURE = new Uint8Array([1, 2, 3]);
/** How many of an outsider's keys that fit a frame's key id are tried on it; all are compared. */
const KEYS_TRIED = 3;

/** What was sealed, as the SFU gets it, and what its sender sealed it with. */
export interface SealedFrame {
  readonly bytes: Uint8Array;
  readonly epoch: EpochEvent;
}

/** Every key that was ever used to seal, with its counters. One for a whole simulation. */
export class NonceLedger {
  readonly #used = new Set<string>();

  /** Throws if this counter was used with this key before. */
  use(key: Uint8Array, ctr: bigint): void {
    const pair = `${Buffer.from(key).toString("latin1")} ${ctr}`;
    if (this.#used.has(pair)) throw new Error(`counter ${ctr} was used twice with one key`);
    this.#used.add(pair);
  }
}

interface KnownEpoch {
  readonly event: EpochEvent;
  readonly usableFrom: number;
}

/** One member's frame encryption, for as long as its page lives. It forgets nothing: so it is an attacker as well. */
export class SimulatedMedia {
  readonly #ledger: NonceLedger;
  /** In order of coming. */
  readonly #epochs: KnownEpoch[] = [];
  readonly #counters = new Map<Kid, FrameCounter>();

  constructor(ledger: NonceLedger) {
    this.#ledger = ledger;
  }

  beginEpoch(event: EpochEvent, now: number): void {
    const waits = event.cause === "rotation" || event.cause === "membership";
    this.#epochs.push({ event, usableFrom: waits ? now + SWITCH_DELAY_MS : now });
  }

  /** Seals a frame under the epoch that is to be used now; undefined before the first. */
  seal(now: number): SealedFrame | undefined {
    const epoch = this.#epochs.findLast(({ usableFrom }) => usableFrom <= now)?.event;
    if (epoch === undefined) return undefined;
    const leaf = asLeafIndex(epoch.selfLeaf);
    const parts = { stream: STREAM, padded: false, step: 0, leaf, epoch: asEpoch(epoch.epoch) };
    const kid = packKid(parts, leafBitsOf(epoch.roster.map((entry) => entry.leaf)));
    const keys = deriveSframeKeys(epoch.sframeSuite, epoch.baseKey, kid);
    let counter = this.#counters.get(kid);
    if (counter === undefined) this.#counters.set(kid, (counter = new FrameCounter()));
    const ctr = counter.next();
    this.#ledger.use(keys.key, ctr);
    return { bytes: new SyncSealer(keys).encryptFrame(ctr, PICTURE), epoch };
  }

  /** Whether any key that this member ever had opens the frame. */
  opens({ bytes, epoch }: SealedFrame): boolean {
    const header = decodeHeader(bytes);
    const epochLow = epochLowOf(header.kid);
    if (this.holds(epoch.baseKey)) return true;
    const fitting = this.#epochs.filter(({ event }) => event.epoch % 256 === epochLow).slice(-KEYS_TRIED);
    return fitting.some(({ event }) => {
      const sealer = new SyncSealer(deriveSframeKeys(event.sframeSuite, event.baseKey, header.kid));
      try {
        sealer.decryptFrame(header, bytes);
        return true;
      } catch {
        return false;
      }
    });
  }

  /** Whether this member ever had a base key. */
  holds(baseKey: Uint8Array): boolean {
    return this.#epochs.some(({ event }) => Buffer.compare(event.baseKey, baseKey) === 0);
  }
}
