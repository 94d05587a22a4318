import type { Post } from "../../messages/index.ts";
import { encodeAppMessage } from "../appMessage.ts";
import { decodeWelcomeEnvelope } from "../machine/envelopes.ts";
import {
  isWelcomeFor,
  joinGroup,
  openApplication,
  processCommit,
  readCommit,
  type MlsGroup,
} from "../mls/index.ts";
import { openBlob } from "../seal/index.ts";
import { Rogue } from "./rogue.ts";
import type { SealedFrame } from "./simulatedMedia.ts";
import type { Simulation } from "./simulation.ts";

/** A member says that it is alive so often, ms. */
const ALIVE_MS = 8_000;
/** How many of the states that it kept are tried on each thing: the last ones. */
const STATES_TRIED = 3;

/**
 * Somebody who is let into a call, behaves, and keeps every state that they ever had; and who, when they are out, still
 * sees everything that passes the key server, and knows the link.
 */
export class Spy {
  readonly #simulation: Simulation;
  readonly #rogue: Rogue;
  /** One for each epoch that the spy was in. */
  readonly #states: MlsGroup[] = [];
  readonly #keys: Uint8Array[] = [];
  readonly #posts: Post[] = [];
  #place = 0;
  #saidAt = 0;
  #isInside = false;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.#rogue = new Rogue(simulation, "Spy");
    const server = simulation.server;
    simulation.server = {
      tells: (to, message) => server.tells(to, message),
      takes: (from, message) => {
        if (message.type === "post") this.#posts.push(message);
        return server.takes(from, message);
      },
    };
  }

  get devicePublicKey(): Uint8Array {
    return this.#rogue.devicePublicKey;
  }

  get isInside(): boolean {
    return this.#isInside;
  }

  get participantId(): Uint8Array {
    return this.#rogue.participantId;
  }

  async findsCall(): Promise<boolean> {
    return this.#rogue.find().then(
      () => true,
      () => false,
    );
  }

  async join(): Promise<void> {
    await this.#rogue.join();
    this.#isInside = true;
    this.#keep();
  }

  /** Follows the call, as far as a member can. */
  async follow(): Promise<void> {
    if (!this.#isInside) return;
    for (const entry of this.#commits()) {
      if (entry.sequence <= this.#place || entry.epoch !== this.#rogue.epoch.number) continue;
      this.#place = entry.sequence;
      if ((await this.#rogue.advance(entry)) === "removed") {
        this.#isInside = false;
        return;
      }
      this.#keep();
    }
    if (this.#simulation.now - this.#saidAt < ALIVE_MS) return;
    this.#saidAt = this.#simulation.now;
    await this.#rogue.publishData(encodeAppMessage({ type: "alive" }));
  }

  async leave(): Promise<void> {
    if (this.#isInside) await this.#rogue.publishData(encodeAppMessage({ type: "leave" }));
  }

  /** The media keys of the epochs that the spy was in: those it knows by right. */
  get keys(): readonly Uint8Array[] {
    return this.#keys;
  }

  /** Tries all that it has on all that came after it was out. Throws if anything opens. */
  async tryEverything(frames: readonly SealedFrame[]): Promise<void> {
    const last = this.#rogue.epoch.number;
    const states = this.#states.slice(-STATES_TRIED);
    const { keys } = this.#rogue.call;
    const { groupId } = this.#rogue.epoch.log;
    for (const entry of this.#rogue.entries.filter(({ epoch }) => epoch > last)) {
      const place = { kind: entry.kind, id: groupId, ...(entry.kind === "commit" && { epoch: entry.epoch }) };
      const message = openBlob(keys.outerSealKey, place, entry.blob);
      for (const state of states) {
        const opens =
          entry.kind === "commit"
            ? processCommit(state, readCommit(message), () => undefined)
            : openApplication(state, message);
        await mustFail(opens, `a spy reads a ${entry.kind} of epoch ${entry.epoch}`);
      }
    }
    for (const post of this.#posts) {
      const { mls, check } = this.#rogue.call;
      const own = this.#rogue.ownKeyPackage;
      const welcome = openedOrNothing(keys.outerSealKey, post);
      // Of another call; or it is the one that the spy came in by.
      if (welcome === undefined || isWelcomeFor(welcome, own)) continue;
      await mustFail(
        joinGroup(mls, welcome, own, keys.groupId, check),
        "a spy enters by somebody else's Welcome",
      );
    }
    const known = this.#keys;
    for (const { epoch } of frames) {
      const isIn = epoch.roster.some(
        ({ participantId }) => Buffer.compare(participantId, this.participantId) === 0,
      );
      if (!isIn && known.some((key) => Buffer.compare(key, epoch.baseKey) === 0))
        throw new Error(`a spy has the key of epoch ${epoch.epoch}, in which it is not`);
    }
  }

  #keep(): void {
    const { group, media } = this.#rogue.epoch;
    this.#states.push(group);
    if (media !== undefined) this.#keys.push(media.baseKey);
  }

  #commits() {
    return this.#rogue.entries
      .filter(({ kind }) => kind === "commit")
      .sort((a, b) => a.sequence - b.sequence);
  }
}

function openedOrNothing(key: Uint8Array, { mailboxId, blob }: Post): Uint8Array | undefined {
  try {
    return decodeWelcomeEnvelope(openBlob(key, { kind: "welcome", id: mailboxId }, blob)).welcome;
  } catch {
    return undefined;
  }
}

async function mustFail(attempt: Promise<unknown>, what: string): Promise<void> {
  const result = await attempt.then(
    () => "opens",
    () => "fails",
  );
  if (result === "opens") throw new Error(what);
}
