import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import type { MemberEvent } from "../api.ts";
import { toSequence } from "../../messages/index.ts";
import { asLinkSecret, type GroupId, type LinkSecret } from "@sotto/shared/ids";
import {
  defaultLimits,
  KeyserverCore,
  memoryStorage,
  type Limits,
  type Storage,
} from "../../server/index.ts";
import { SeededRandom } from "../../server/testing/seededRandom.ts";
import { withCheckedLogs } from "./checkedLogs.ts";
import { FaultyNetwork } from "./faultyNetwork.ts";
import { HONEST_SERVER, type ServerConduct } from "./serverConduct.ts";
import { areTogether } from "./areTogether.ts";
import { SimulatedMember } from "./simulatedMember.ts";
import type { SimulatedMemberOptions } from "./simulatedMemberOptions.ts";

interface Occurrence {
  readonly at: number;
  readonly run: () => Promise<void>;
}

/** How long a message takes, ms. */
const LATENCY = { least: 5, most: 40 };
/** How long a member needs to come back after its connection was cut, ms. */
const RECONNECT = { least: 200, most: 900 };
/** A moment in 2026: a multiple of no slot, so that slots do not begin with the simulation. */
const BEGINNING = 1_790_000_007_321;

/** The schedules that every test run goes through, so that the same code always has the same outcome. */
const USUAL_SEED = 20_261_121;

/**
 * Seed of a run: the usual one, or what `SOTTO_SEED` says: a number to repeat a run that failed, or `random` to go
 * through schedules that nobody has seen yet.
 */
export function newSeed(): number {
  const given = process.env["SOTTO_SEED"];
  if (given === undefined) return USUAL_SEED;
  return given === "random" ? crypto.getRandomValues(new Uint32Array(1))[0]! : Number(given);
}

/** A network of member machines and one real keyserver core, in virtual time. The same seed gives the same run. */
export class Simulation {
  readonly seed: number;
  readonly random: SeededRandom;
  readonly linkSecret: LinkSecret;
  readonly members: SimulatedMember[] = [];
  /** What goes wrong between members and key server. */
  readonly network = new FaultyNetwork();
  /** What the key server makes of what it should pass on. */
  server: ServerConduct = HONEST_SERVER;
  core: KeyserverCore;
  /** What the key server keeps. A hostile one writes there what it likes. */
  store: Storage;
  now = BEGINNING;
  readonly beginning = BEGINNING;
  /** Things that have happened so far. */
  steps = 0;
  /** Told of every event of every member, when it happens. */
  observe: (member: SimulatedMember, event: MemberEvent) => void = () => undefined;
  /** In order of time, and in order of coming if at the same time. */
  readonly #queue: Occurrence[] = [];

  readonly #limits: Limits;
  readonly #elsewhere = new Map<SimulatedMember, KeyserverCore>();
  readonly #heard = createHash("sha256");
  #failure: Error | undefined;

  constructor(seed: number, limits: Partial<Limits> = {}) {
    this.seed = seed;
    this.#limits = { ...defaultLimits, ...limits };
    this.random = new SeededRandom(seed);
    this.linkSecret = asLinkSecret(this.random.bytes(32));
    this.store = this.#newStore();
    this.core = this.#coreOn(this.store);
    this.#keepTidy();
  }

  add(options: Partial<SimulatedMemberOptions> = {}): SimulatedMember {
    const member = new SimulatedMember(this, { ...this.#defaults(), ...options });
    this.members.push(member);
    return member;
  }

  /** Adds members and runs until all are in the call together. */
  async gather(count: number, options: Partial<SimulatedMemberOptions> = {}): Promise<SimulatedMember[]> {
    const members = Array.from({ length: count }, () => this.add(options));
    for (const member of members) {
      member.connect();
      await this.until(() => member.isJoined, 30_000);
    }
    await this.untilTogether(members, 5_000);
    return members;
  }

  at(time: number, run: () => Promise<void>): void {
    const occurrence = { at: Math.max(time, this.now), run };
    let place = this.#queue.length;
    while (place > 0 && (this.#queue[place - 1]?.at ?? 0) > occurrence.at) place -= 1;
    this.#queue.splice(place, 0, occurrence);
  }

  latency(): number {
    return LATENCY.least + this.random.below(LATENCY.most - LATENCY.least);
  }

  reconnectDelay(): number {
    return RECONNECT.least + this.random.below(RECONNECT.most - RECONNECT.least);
  }

  /** Lets this much time pass. */
  async run(ms: number): Promise<void> {
    const end = this.now + ms;
    while (await this.#step(end));
    this.now = end;
  }

  /** Lets time pass until the condition holds. Throws if it does not within this time. */
  async until(condition: () => boolean, withinMs: number): Promise<void> {
    if (await this.runUntil(condition, withinMs)) return;
    throw new Error(`not within ${withinMs} ms (seed ${this.seed})\n${this.story()}`);
  }

  /** Lets time pass until the condition holds, or so much has passed. Whether it holds. */
  async runUntil(condition: () => boolean, ms: number): Promise<boolean> {
    const end = this.now + ms;
    while (!condition()) if (!(await this.#step(end))) return false;
    return true;
  }

  /** Until these members, and nobody else, are in one epoch together with equal keys. */
  async untilTogether(members: readonly SimulatedMember[], withinMs: number): Promise<void> {
    await this.until(() => areTogether(members), withinMs);
  }

  /** A keyserver that has forgotten everything takes the place of the one there is. */
  restartServer(): void {
    this.store = this.#newStore();
    this.core = this.#coreOn(this.store);
    for (const member of this.members) member.cut();
  }

  /** The key server that a member is connected to. */
  coreFor(member: SimulatedMember): KeyserverCore {
    return this.#elsewhere.get(member) ?? this.core;
  }

  /**
   * From now on the key server keeps a log of its own for these members: it begins as a copy, and the two sides do not
   * hear of each other through it any more.
   */
  async fork(groupId: GroupId, apart: readonly SimulatedMember[]): Promise<void> {
    const storage = memoryStorage(this.#limits.storage);
    const records = await this.store.logs.read(groupId, toSequence(0), {
      records: 10_000,
      bytes: 2 ** 30,
    });
    const [first, ...rest] = records;
    if (first === undefined) return;
    await storage.logs.create(groupId, first, this.now + 600_000);
    for (const record of rest) {
      const head = await storage.logs.head(groupId);
      if (head !== undefined) await storage.logs.append(groupId, head.revision, record);
    }
    const core = this.#coreOn(storage);
    for (const member of apart) {
      this.#elsewhere.set(member, core);
      member.cut();
    }
  }

  /** The key server keeps one log for all again. */
  unite(): void {
    const apart = [...this.#elsewhere.keys()];
    this.#elsewhere.clear();
    for (const member of apart) member.cut();
  }

  /** Passes a report on, as the forwarding server does: to everybody else. */
  passReport(from: SimulatedMember, sealed: Uint8Array): void {
    for (const member of this.members) {
      if (member !== from) this.at(this.now + this.latency(), () => member.hear(sealed));
    }
  }

  /** Takes note of something that is said. */
  note(bytes: Uint8Array): void {
    this.#heard.update(`${this.now} `).update(bytes);
  }

  /** Hash of everything that was said so far. */
  hash(): string {
    return this.#heard.copy().digest("hex");
  }

  /** What has happened to whom, for the message of a failed test. */
  story(): string {
    return this.members.map((member) => member.story()).join("\n");
  }

  async #step(end: number): Promise<boolean> {
    const next = this.#queue[0];
    if (next === undefined || next.at > end) return false;
    this.#queue.shift();
    this.now = next.at;
    this.steps += 1;
    await next.run();
    if (this.#failure !== undefined) throw this.#failure;
    return true;
  }

  #keepTidy(): void {
    this.at(this.now + defaultLimits.sweepMs, async () => {
      await this.core.tidy();
      this.#keepTidy();
    });
  }

  #newStore(): Storage {
    return withCheckedLogs(memoryStorage(this.#limits.storage));
  }

  #coreOn(storage: Storage): KeyserverCore {
    return new KeyserverCore({
      storage,
      limits: this.#limits,
      clock: { now: () => this.now, every: () => () => undefined },
      reportFailure: (error) => {
        const what = error instanceof Error ? error.message : String(error);
        this.#failure ??= new Error(`the keyserver failed: ${what}`, { cause: error });
      },
    });
  }

  #defaults(): SimulatedMemberOptions {
    const key = this.random.bytes(32);
    return {
      name: `P${this.members.length}`,
      device: {
        publicKey: ed25519.getPublicKey(key),
        sign: (message) => Promise.resolve(ed25519.sign(message, key)),
      },
      crossSignatures: [],
      tabSecret: this.random.bytes(32),
      rotateMs: 30_000,
      suite: "classical",
      policy: {},
      waitForCall: false,
      clockErrorMs: 0,
    };
  }
}
