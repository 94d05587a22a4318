import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import type { EpochEvent } from "@sotto/keyserver-protocol/member";
import { bytesEqualConstantTime, concatBytes, SottoError, zeroize } from "@sotto/shared/codec";
import { asCtr, dataKey, type Epoch, type LeafIndex, type ParticipantId } from "@sotto/shared/ids";
import { ReplayWindow } from "@sotto/shared/sframe";
import { currentOf, splitExpired, usableFrom } from "../../frames/SendSchedule.ts";
import {
  type DataContent,
  type DataHeader,
  decodeContent,
  decodeHeader,
  encodeContent,
  encodeHeader,
  HEADER_BYTES,
} from "./dataMessage.ts";

/** A data message of a member, opened. */
export interface OpenedData {
  readonly from: ParticipantId;
  readonly topic: string;
  readonly bytes: Uint8Array;
}

interface SenderKey {
  readonly key: Uint8Array;
  readonly windows: { readonly reliable: ReplayWindow; readonly lossy: ReplayWindow };
}

interface LiveEpoch {
  readonly epoch: Epoch;
  readonly self: LeafIndex;
  readonly secret: Uint8Array;
  readonly members: ReadonlyMap<LeafIndex, ParticipantId>;
  readonly keys: Map<LeafIndex, SenderKey>;
  readonly sent: { reliable: bigint; lossy: bigint };
  usableFrom: number;
}

/** Messages of an epoch that has not reached us yet, kept until it does: so many, so many bytes, and so long (ms). */
const HELD = { messages: 64, bytes: 1024 * 1024, ms: 5_000 } as const;

const EVERYBODY = new Uint8Array(16);

/**
 * Seals own data messages and opens those of others. Every member has a key of its own in every epoch; epochs begin
 * and end as those of media do, and their keys are overwritten when their grace is over.
 */
export class DataSeal {
  /** In order of arrival. */
  #epochs: LiveEpoch[] = [];
  #held: { readonly message: Uint8Array; readonly until: number }[] = [];

  /** Takes over an epoch's secret, which is overwritten when it is over. */
  addEpoch(
    event: Pick<EpochEvent, "epoch" | "cause" | "dataSecret" | "selfLeaf" | "roster">,
    now: number,
  ): void {
    this.#epochs.push({
      epoch: event.epoch,
      self: event.selfLeaf,
      secret: event.dataSecret,
      members: new Map(event.roster.map(({ leaf, participantId }) => [leaf, participantId])),
      keys: new Map(),
      sent: { reliable: 0n, lossy: 0n },
      usableFrom: usableFrom(event.cause, currentOf(this.#epochs, now) !== undefined, now),
    });
  }

  /** Every other member has this epoch: it may be sent with. */
  reached(epoch: Epoch, now: number): void {
    const live = this.#epochs.findLast((candidate) => candidate.epoch === epoch);
    if (live !== undefined) live.usableFrom = Math.min(live.usableFrom, now);
  }

  /**
   * Seals a message to all members.
   * @param to the one that it is meant for; all others if undefined. Others could read it, if the SFU sent it to them.
   * @throws SottoError `data/no-key` before the first epoch, `data/too-large`, `data/unknown-participant`
   */
  seal(
    content: Omit<DataContent, "target">,
    lossy: boolean,
    to: ParticipantId | undefined,
    now: number,
  ): Uint8Array {
    const live = currentOf(this.#epochs, now);
    if (live === undefined) throw new SottoError("data/no-key", "not in the call yet");
    if (to !== undefined && ![...live.members.values()].some((id) => bytesEqualConstantTime(id, to))) {
      throw new SottoError("data/unknown-participant", "nobody in the call has this id");
    }
    const plaintext = encodeContent({ ...content, target: to ?? EVERYBODY });
    const reliability = lossy ? "lossy" : "reliable";
    const header = { lossy, epoch: live.epoch, leaf: live.self, counter: live.sent[reliability] };
    live.sent[reliability] += 1n;
    const { key } = keyOf(live, live.self);
    const bytes = encodeHeader(header);
    return concatBytes(bytes, chacha20poly1305(key, nonceOf(header), bytes).encrypt(plaintext));
  }

  /**
   * Opens what came. A message of an epoch that is yet to come is kept, and comes from `release` later.
   * @returns undefined for anything that is not a new message of a member to us
   */
  open(message: Uint8Array, now: number): OpenedData | undefined {
    try {
      const header = decodeHeader(message);
      const live = this.#epochs.findLast(({ epoch }) => epoch === header.epoch);
      if (live !== undefined) return openIn(live, header, message);
      const newest = Math.max(...this.#epochs.map(({ epoch }) => epoch));
      if (header.epoch > newest) this.#hold(message, now);
      return undefined;
    } catch {
      return undefined;
    }
  }

  /** What was kept for an epoch that is here now. To be called after each new epoch. */
  release(now: number): OpenedData[] {
    const held = this.#held.splice(0).filter(({ until }) => until > now);
    return held.map(({ message }) => this.open(message, now)).filter((opened) => opened !== undefined);
  }

  /** Forgets the epochs whose grace is over, and what was kept too long. To be called every second or so. */
  expire(now: number): void {
    const { live, expired } = splitExpired(this.#epochs, now);
    for (const { secret, keys } of expired) zeroize(secret, ...[...keys.values()].map(({ key }) => key));
    this.#epochs = live;
    this.#held = this.#held.filter(({ until }) => until > now);
  }

  #hold(message: Uint8Array, now: number): void {
    const bytes = this.#held.reduce((sum, { message: { length } }) => sum + length, message.length);
    if (this.#held.length >= HELD.messages || bytes > HELD.bytes) return;
    this.#held.push({ message, until: now + HELD.ms });
  }
}

function openIn(live: LiveEpoch, header: DataHeader, message: Uint8Array): OpenedData | undefined {
  const from = live.members.get(header.leaf);
  if (from === undefined || header.leaf === live.self) return undefined;
  const { key, windows } = keyOf(live, header.leaf);
  const window = windows[header.lossy ? "lossy" : "reliable"];
  const counter = asCtr(header.counter);
  window.check(counter);
  const associated = message.subarray(0, HEADER_BYTES);
  const sealed = message.subarray(HEADER_BYTES);
  const { target, topic, bytes } = decodeContent(
    chacha20poly1305(key, nonceOf(header), associated).decrypt(sealed),
  );
  window.accept(counter);
  const self = live.members.get(live.self);
  const isForUs =
    bytesEqualConstantTime(target, EVERYBODY) || (self !== undefined && bytesEqualConstantTime(target, self));
  return isForUs ? { from, topic, bytes } : undefined;
}

function keyOf(live: LiveEpoch, leaf: LeafIndex): SenderKey {
  let sender = live.keys.get(leaf);
  if (sender === undefined) {
    const id = live.members.get(leaf);
    if (id === undefined) throw new SottoError("data/unknown-participant", "nobody at this leaf");
    const windows = { reliable: new ReplayWindow(), lossy: new ReplayWindow() };
    sender = { key: dataKey(live.secret, id), windows };
    live.keys.set(leaf, sender);
  }
  return sender;
}

/** Unique under one key: no two messages of a reliability have the same counter. */
function nonceOf({ lossy, counter }: DataHeader): Uint8Array {
  const nonce = new Uint8Array(12);
  const view = new DataView(nonce.buffer);
  view.setUint8(3, lossy ? 1 : 0);
  view.setBigUint64(4, counter);
  return nonce;
}
