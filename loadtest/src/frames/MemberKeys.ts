import { toBase64Url } from "@sotto/shared/codec";
import { asStreamNumber, type Epoch } from "@sotto/shared/ids";
import {
  deriveSframeKeys,
  epochLowOf,
  leafBitsOf,
  packKid,
  ratchetBaseKey,
  unpackKid,
  unpad,
} from "@sotto/shared/sframe";
import type { EpochKeys } from "../keys/index.ts";
import { headerOf, NodeSealer } from "./NodeSealer.ts";

/** As the client does: how long to wait for others to have a new epoch, and how long the old one is good, ms. */
const SWITCH_MS = 1_000;
const GRACE_MS = 5_000;
/** Steps that a frame may be ratcheted beyond the epoch's key. */
const MAX_STEPS = 64;

interface Live {
  readonly event: EpochKeys;
  readonly members: ReadonlyMap<number, string>;
  readonly leafBits: number;
  readonly sealers: Map<string, NodeSealer>;
  usableFrom: number;
}

/** What came of a received frame. */
export type Opened =
  | {
      readonly plaintext: Uint8Array;
      readonly sender: string;
      readonly stream: number;
      readonly counter: number;
      readonly kid: string;
    }
  | "unknown-epoch"
  | "failed";

/** One member's frame keys through its epochs: which one is sent with, and which ones are still opened. */
export class MemberKeys {
  #epochs: Live[] = [];

  /** Takes an epoch over. @param now ms */
  add(event: EpochKeys, now: number): void {
    const atOnce = event.cause === "removal" || this.#sendingAt(now) === undefined;
    this.#epochs.push({
      event,
      members: new Map(event.roster.map(({ leaf, participantId }) => [leaf, toBase64Url(participantId)])),
      leafBits: leafBitsOf(event.roster.map(({ leaf }) => leaf)),
      sealers: new Map(),
      usableFrom: atOnce ? now : now + SWITCH_MS,
    });
    this.#forget(now);
  }

  /** Every other member has this epoch. */
  reached(epoch: Epoch, now: number): void {
    const live = this.#epochs.findLast(({ event }) => event.epoch === epoch);
    if (live !== undefined) live.usableFrom = Math.min(live.usableFrom, now);
  }

  /** The epoch that is sent with, and since when it is. */
  sending(now: number): { readonly epoch: Epoch; readonly since: number } | undefined {
    const live = this.#sendingAt(now);
    return live && { epoch: live.event.epoch, since: live.usableFrom };
  }

  /** Seals one of our own frames; undefined before the first epoch. */
  seal(stream: number, plaintext: Uint8Array, carrier: Uint8Array, now: number): Uint8Array | undefined {
    const live = this.#sendingAt(now);
    if (live === undefined) return undefined;
    const { selfLeaf: leaf, epoch } = live.event;
    const parts = { stream: asStreamNumber(stream), padded: false, step: 0, leaf, epoch };
    return sealerOf(live, packKid(parts, live.leafBits), 0).seal(plaintext, carrier);
  }

  /** Opens a frame with a carrier of this many bytes. Never throws. */
  open(frame: Uint8Array, carrierLength: number): Opened {
    try {
      const header = headerOf(frame, carrierLength);
      const live = this.#epochs.findLast(({ event }) => event.epoch % 256 === epochLowOf(header.kid));
      if (live === undefined) return "unknown-epoch";
      const { leaf, stream, step, padded } = unpackKid(header.kid, live.leafBits);
      const sender = live.members.get(leaf);
      if (sender === undefined || step > MAX_STEPS) return "failed";
      const carrier = frame.subarray(0, carrierLength);
      const opened = sealerOf(live, header.kid, step).open(frame, carrier, header);
      const plaintext = padded ? unpad(new Uint8Array(opened)) : opened;
      return {
        plaintext,
        sender,
        stream,
        counter: Number(header.ctr),
        kid: `${live.event.epoch} ${header.kid}`,
      };
    } catch {
      return "failed";
    }
  }

  /** Overwrites everything. */
  wipe(): void {
    for (const live of this.#epochs) wipe(live);
    this.#epochs = [];
  }

  #sendingAt(now: number): Live | undefined {
    return this.#epochs.findLast(({ usableFrom }) => usableFrom <= now);
  }

  #forget(now: number): void {
    const current = this.#sendingAt(now);
    const kept = this.#epochs.filter((live, index) => {
      const next = this.#epochs[index + 1];
      return live === current || next === undefined || next.usableFrom + GRACE_MS > now;
    });
    for (const live of this.#epochs) if (!kept.includes(live)) wipe(live);
    this.#epochs = kept;
  }
}

function sealerOf(
  { event, sealers }: Live,
  kid: Parameters<typeof deriveSframeKeys>[2],
  step: number,
): NodeSealer {
  const name = String(kid);
  let sealer = sealers.get(name);
  if (sealer === undefined) {
    let base = event.baseKey;
    for (let at = 1; at <= step; at++) base = ratchetBaseKey(event.sframeSuite, base, at);
    sealers.set(name, (sealer = new NodeSealer(deriveSframeKeys(event.sframeSuite, base, kid))));
  }
  return sealer;
}

function wipe({ event, sealers }: Live): void {
  event.baseKey.fill(0);
  for (const sealer of sealers.values()) sealer.wipe();
}
