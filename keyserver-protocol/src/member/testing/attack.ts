import type { GroupId } from "@sotto/shared/ids";
import { asCapabilityHash } from "@sotto/shared/ids";
import {
  toSequence,
  type ApplicationMark,
  type CommitMark,
  type ServerMessage,
} from "../../messages/index.ts";
import type { LogRecord } from "../../server/index.ts";
import type { EpochEvent } from "../api.ts";
import { Invariants } from "./invariants.ts";
import { HONEST_SERVER, type ServerConduct } from "./serverConduct.ts";
import type { SimulatedMember } from "./simulatedMember.ts";
import { Simulation } from "./simulation.ts";
import { useSynchronousCrypto } from "./synchronousCrypto.ts";

/** When the attack is over, all must be together within so long, ms. */
const REST_MS = 240_000;
const ROTATE_MS = 5_000;
/** By then the log holds messages, and commits with and without joiners. */
const SETTLE_MS = 12_000;

/** One thing that members did, and how often. */
type Reactions = Map<string, number>;

/** Members in a call, and what is done to them. */
export class Attack {
  readonly simulation: Simulation;
  readonly invariants: Invariants;
  /** Those who should be together in the end. */
  members: SimulatedMember[] = [];
  readonly #reactions: Reactions = new Map();
  readonly #rosters = new Map<SimulatedMember, readonly string[]>();
  #recoveredMs = 0;

  constructor(seed: number, failures: readonly string[] = []) {
    useSynchronousCrypto(seed);
    this.simulation = new Simulation(seed);
    this.invariants = new Invariants(this.simulation, { histories: "several", failures });
  }

  /** Three in a call, chatting. */
  async begin(count = 3, rotateMs = ROTATE_MS): Promise<void> {
    this.members = await this.simulation.gather(count, { rotateMs });
    const { observe } = this.simulation;
    this.simulation.observe = (member, event) => {
      observe(member, event);
      const author = event.type === "refused" && event.displayName;
      if (event.type === "epoch") this.#noteRemovals(member, event);
      if (event.type === "refused") this.note(`refuses: ${event.reason}${author ? `, by ${author}` : ""}`);
      if (event.type === "health" && event.reason !== undefined) this.note(`shows: ${event.reason}`);
      if (event.type === "call" && member.calls > 1) this.note("joins anew");
      if (event.type === "phase" && event.error !== undefined) this.note(`ends: ${event.error.code}`);
    };
    this.#chat();
    await this.simulation.run(SETTLE_MS);
  }

  /** Takes note of something that members were seen to do. */
  note(what: string): void {
    this.#reactions.set(what, (this.#reactions.get(what) ?? 0) + 1);
  }

  /** Somebody comes, and should be in the call in the end. */
  join(options: Parameters<Simulation["add"]>[0] = {}): SimulatedMember {
    const member = this.simulation.add({ rotateMs: ROTATE_MS, ...options });
    this.members.push(member);
    member.connect();
    return member;
  }

  /** The key server does this for so long, then what it should. */
  async conduct(conduct: Partial<ServerConduct>, ms: number): Promise<void> {
    this.simulation.server = { ...HONEST_SERVER, ...conduct };
    await this.simulation.run(ms);
    this.simulation.server = HONEST_SERVER;
  }

  /** The log that the members write to. */
  get groupId(): GroupId {
    const request = this.members.flatMap(({ sent }) => sent).findLast(({ type }) => type === "publish");
    if (request?.type !== "publish") throw new Error("nobody has written to a log");
    return request.groupId;
  }

  async record<Kind extends LogRecord["kind"]>(
    kind: Kind,
    place = -1,
  ): Promise<Extract<LogRecord, { kind: Kind }>> {
    const records = await this.records();
    const isMeant = (other: LogRecord): other is Extract<LogRecord, { kind: Kind }> => other.kind === kind;
    const record = records.filter(isMeant).at(place);
    if (record === undefined) throw new Error(`no ${kind} in the log`);
    return record;
  }

  async records(): Promise<readonly LogRecord[]> {
    const everything = { records: 10_000, bytes: 2 ** 30 };
    return this.simulation.store.logs.read(this.groupId, toSequence(0), everything);
  }

  /** The key server writes something into the log itself, with marks of its own unless it has others. */
  async write(
    kind: "commit" | "application",
    blob: Uint8Array,
    mark: Partial<CommitMark & ApplicationMark> = {},
  ): Promise<void> {
    const { groupId, simulation } = this;
    const head = await simulation.store.logs.head(groupId);
    if (head === undefined) throw new Error("no log");
    const { record } = head;
    const { currentEpoch, writers, footing } = record;
    const sequence = toSequence(record.sequence + 1);
    const capabilityHash = asCapabilityHash(simulation.random.bytes(32));
    const forged = { writer: simulation.random.bytes(32), signature: simulation.random.bytes(64) };
    const common = { sequence, epoch: currentEpoch, blob, writers, footing };
    const claims = { instead: toSequence(0), nextCapabilityHash: capabilityHash, added: [], removed: [] };
    await simulation.store.logs.append(
      groupId,
      head.revision,
      kind === "commit"
        ? {
            ...common,
            kind,
            mark: { ...claims, ...forged, ...mark },
            currentEpoch: (currentEpoch + 1) as typeof currentEpoch,
            capabilityHash,
          }
        : {
            ...common,
            kind,
            mark: { after: record.sequence, ...forged, ...mark },
            currentEpoch,
            capabilityHash: record.capabilityHash,
          },
    );
  }

  /** The attack is over. Waits until all are together and hear each other; throws if they do not. */
  async end(): Promise<void> {
    const { simulation, members } = this;
    simulation.server = HONEST_SERVER;
    simulation.network.heal();
    const since = simulation.now;
    await simulation.until(() => members.every(({ isAsleep }) => !isAsleep), REST_MS);
    await simulation.untilTogether(members, REST_MS);
    this.#recoveredMs = simulation.now - since;
    await simulation.until(() => this.invariants.allHearAll(members), REST_MS);
  }

  /** What the members did, and how long they needed in the end. */
  get told(): string {
    const reactions = [...this.#reactions].map(([what, count]) =>
      count === 1 ? what : `${what} (${count}×)`,
    );
    return reactions.length === 0 ? "go on" : reactions.join("; ");
  }

  get recovered(): string {
    return `${(this.#recoveredMs / 1000).toFixed(1)} s`;
  }

  #noteRemovals(member: SimulatedMember, { roster, cause }: EpochEvent): void {
    const before = this.#rosters.get(member) ?? [];
    const after = roster.map(({ displayName }) => displayName);
    this.#rosters.set(member, after);
    if (cause !== "removal") return;
    for (const name of before) if (!after.includes(name)) this.note(`removes ${name}`);
  }

  #chat(): void {
    let count = 0;
    const say = (): void => {
      count += 1;
      const member = this.members[count % this.members.length];
      const id = new Uint8Array(16).fill(count % 256);
      if (member?.isAlive === true) member.publish({ type: "chat", id, text: String(count) });
      this.simulation.at(this.simulation.now + 2_000, async () => say());
    };
    say();
  }
}

/** Rows of a table that a test prints. */
export class AttackTable {
  readonly #title: readonly string[];
  readonly #rows: (readonly string[])[] = [];

  constructor(...title: string[]) {
    this.#title = title;
  }

  add(...row: string[]): void {
    this.#rows.push(row);
  }

  toString(): string {
    const rows = [this.#title, ...this.#rows];
    const widths = this.#title.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    return rows
      .map((row) =>
        row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join(" | ")
          .trimEnd(),
      )
      .join("\n");
  }
}

/** Whether a message of the key server carries an entry of the log. */
export function isEntry(message: ServerMessage, kind?: "commit" | "application" | "knock"): boolean {
  return message.type === "entry" && (kind === undefined || message.kind === kind);
}
