import { fromBase64Url, toBase64Url } from "@sotto/shared/codec";
import { asCapability, capabilityHash } from "@sotto/shared/ids";
import type { Notification } from "@sotto/shared/signalling";
import type { FromKeys } from "../../workers/protocol.ts";
import type { SfuConnection } from "../SfuConnection.ts";
import { type DoorEpoch, evictionPlan } from "./evictionPlan.ts";

/** Old epochs whose capability may still be the one that the server takes: members before us may have been slow. */
const KEPT_EPOCHS = 8;
/** Who is n-th in turn waits n times this long before it stands in, ms; and so many have a turn. */
const STAND_IN_MS = 1_500;
const TURNS = 3;
/** How long somebody may be at the server without being in the roster, ms: who joins is told of before they come. */
const STRANGER_MS = 10_000;
/** Ids of those who were removed are told to the server with the epochs that follow, so many of the last. */
const KEPT_REMOVED = 64;

type EpochMessage = Extract<FromKeys, { type: "epoch" }>;

/**
 * Keeps the forwarding server's door: who was removed from the group is put out there too, and so is whoever stays
 * without being in it. Members take turns.
 */
export class Evictions {
  readonly #epochs: DoorEpoch[] = [];
  readonly #removed: string[] = [];
  /** Who is at the server, and since when. */
  readonly #present = new Map<string, number>();
  #connection: SfuConnection | undefined;
  #roster: readonly string[] = [];
  #turn = TURNS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueAt = Infinity;
  #isBusy = false;

  /** Takes notice of a new epoch. */
  epoch({ roster, sfuCapability }: EpochMessage): void {
    const hash = toBase64Url(capabilityHash(asCapability(fromBase64Url(sfuCapability))));
    this.#epochs.push({ capability: sfuCapability, capabilityHash: hash });
    this.#epochs.splice(0, this.#epochs.length - KEPT_EPOCHS);
    const keys = roster.map(({ participantKey }) => participantKey);
    const removed = this.#roster.filter((key) => !keys.includes(key));
    this.#removed.push(...removed);
    this.#removed.splice(0, this.#removed.length - KEPT_REMOVED);
    this.#roster = keys;
    this.#turn = roster.findIndex(({ isSelf }) => isSelf);
    this.#schedule(this.#turn * STAND_IN_MS);
  }

  /** Goes over this connection from now on; `participants` are those who are there. */
  open(connection: SfuConnection, participants: readonly string[]): void {
    this.#connection = connection;
    for (const key of participants) this.#came(key);
    this.#schedule(this.#turn * STAND_IN_MS);
  }

  /** The connection is gone. */
  close(): void {
    clearTimeout(this.#timer);
    this.#dueAt = Infinity;
    this.#connection = undefined;
    this.#present.clear();
  }

  notified({ method, data }: Notification): void {
    if (method === "participantJoined") this.#came(data.participantId);
    if (method === "participantLeft") this.#present.delete(data.participantId);
  }

  #came(key: string): void {
    this.#present.set(key, performance.now());
    if (!this.#roster.includes(key)) this.#schedule(STRANGER_MS + this.#turn * STAND_IN_MS);
  }

  /** The soonest of what is asked for; each time everything is looked at. */
  #schedule(ms: number): void {
    if (this.#turn < 0 || this.#turn >= TURNS || this.#connection === undefined) return;
    const at = performance.now() + ms;
    if (at >= this.#dueAt) return;
    clearTimeout(this.#timer);
    this.#dueAt = at;
    this.#timer = setTimeout(() => {
      this.#dueAt = Infinity;
      void this.#look();
    }, ms);
  }

  async #look(): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined || this.#isBusy) return;
    this.#isBusy = true;
    try {
      const { capabilityHash: kept } = await connection.request("capability", {});
      const plan = evictionPlan(kept, this.#epochs, this.#strangers());
      if (plan.kind === "evict") {
        const { participantIds, capability, nextCapabilityHash } = plan;
        await connection.request("evict", {
          participantIds: [...participantIds],
          capability,
          nextCapabilityHash,
        });
        this.#removed.length = 0;
      }
      if (plan.kind === "set") {
        const { capability, nextCapabilityHash } = plan;
        await connection.request("setCapability", {
          nextCapabilityHash,
          ...(capability !== undefined && { capability }),
        });
        if (this.#strangers().length > 0) this.#schedule(0);
      }
    } catch {
      // Somebody else was faster, or the connection is gone: the next look tells.
    } finally {
      this.#isBusy = false;
    }
    if (this.#hasUnknown()) this.#schedule(STRANGER_MS);
  }

  /** Those who were removed, there or not, so that they cannot come back; and who has been there too long. */
  #strangers(): string[] {
    const now = performance.now();
    const lingering = [...this.#present]
      .filter(([key, since]) => !this.#roster.includes(key) && now - since >= STRANGER_MS)
      .map(([key]) => key);
    return [...new Set([...this.#removed.filter((key) => !this.#roster.includes(key)), ...lingering])];
  }

  #hasUnknown(): boolean {
    return [...this.#present.keys()].some((key) => !this.#roster.includes(key));
  }
}
