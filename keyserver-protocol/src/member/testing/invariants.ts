import type { AppMessage, EpochEvent, MemberEvent } from "../api.ts";
import { NonceLedger, SimulatedMedia, type SealedFrame } from "./simulatedMedia.ts";
import type { SimulatedMember } from "./simulatedMember.ts";
import type { Simulation } from "./simulation.ts";

/** When frames are sent after an epoch began, ms: under the key before it, then under its own. */
const FRAMES_AFTER_MS = [0, 500, 1_500];

const FRAMES_KEPT = 200;

/** What the conditions of a run allow. */
export interface Allowances {
  /** The key server may lose or split the log: one epoch number can have two histories, under different keys. */
  readonly histories: "one" | "several";
  /** Errors that may end a member. */
  readonly failures: readonly string[];
}

/** What everybody believes about one epoch. */
interface Belief {
  readonly callCode: string;
  readonly baseKey: string;
  readonly roster: string;
  readonly epoch: number;
}

/** What must hold at every moment of a simulation, whatever happens. A breach is thrown at the step where it shows. */
export class Invariants {
  readonly #simulation: Simulation;
  readonly #allowances: Allowances;
  readonly #ledger = new NonceLedger();
  readonly #media = new Map<SimulatedMember, SimulatedMedia>();
  /** Ids under which each member was ever in a tree. */
  readonly #ids = new Map<SimulatedMember, Set<string>>();
  readonly #calls = new Map<SimulatedMember, string>();
  readonly #byNumber = new Map<string, Belief>();
  readonly #byCode = new Map<string, Belief>();
  readonly #codeOfKey = new Map<string, string>();
  readonly #lastEpoch = new Map<SimulatedMember, number>();
  readonly #readBy = new Map<SimulatedMember, Set<string>>();
  /** Members that do what they may not, and are to be told so. */
  readonly culprits = new Set<SimulatedMember>();
  /** Device keys of people who are no simulated members and may be seen in the call. */
  readonly guests: Uint8Array[] = [];
  readonly #expected = new Set<string>();
  /** The last frames that were sent. */
  readonly sent: SealedFrame[] = [];
  /** Epochs that members have begun. */
  epochs = 0;
  /** Frames that were sealed, and tried by everybody who must not open them. */
  frames = 0;
  refusals = 0;

  constructor(simulation: Simulation, allowances: Allowances) {
    this.#simulation = simulation;
    this.#allowances = allowances;
    simulation.observe = (member, event) => this.#observe(member, event);
  }

  /** Whether all of these open what each of them sends now. */
  allHearAll(members: readonly SimulatedMember[]): boolean {
    return members.every((sender) => {
      const frame = this.#send(sender);
      return frame !== undefined && members.every((other) => this.#mediaOf(other).opens(frame));
    });
  }

  /** Whether this is the key of some epoch that a member has begun. */
  isKey(baseKey: Uint8Array): boolean {
    return this.#codeOfKey.has(hex(baseKey));
  }

  #observe(member: SimulatedMember, event: MemberEvent): void {
    if (event.type === "refused") this.#refused(member, event);
    if (event.type === "call") this.#joined(member, event);
    if (event.type === "epoch") this.#began(member, event);
    if (event.type === "app" && event.message.type === "chat")
      this.#read(member, event.participantId, event.message);
    const code = event.type === "phase" ? event.error?.code : undefined;
    if (code !== undefined && !this.#allowances.failures.includes(code))
      throw new Error(`${member.options.name} failed: ${code}`, { cause: event });
  }

  /** Nobody who does as they should is ever said to have done what is refused. */
  #refused(
    member: SimulatedMember,
    { participantId, reason }: Extract<MemberEvent, { type: "refused" }>,
  ): void {
    this.refusals += 1;
    if (participantId === undefined) return;
    const blamed = [...this.#ids].find(([, ids]) => ids.has(hex(participantId)))?.[0];
    if (blamed !== undefined && !this.culprits.has(blamed))
      throw new Error(`${member.options.name} blames ${blamed.options.name}, who did nothing: ${reason}`);
  }

  #joined(member: SimulatedMember, event: Extract<MemberEvent, { type: "call" }>): void {
    const ids = this.#ids.get(member) ?? new Set();
    this.#ids.set(member, ids.add(hex(event.participantId)));
    this.#calls.set(member, hex(event.sfuCallId));
    this.#lastEpoch.delete(member);
  }

  #began(member: SimulatedMember, event: EpochEvent): void {
    const { name } = member.options;
    this.epochs += 1;
    const last = this.#lastEpoch.get(member);
    if (last !== undefined && event.epoch !== last + 1)
      throw new Error(`${name} went from epoch ${last} to ${event.epoch}`);
    this.#lastEpoch.set(member, event.epoch);
    const ids = event.roster.map(({ participantId }) => hex(participantId));
    if (new Set(ids).size !== ids.length) throw new Error(`${name} sees somebody twice`);
    const [self, ...others] = event.roster.filter(({ isSelf }) => isSelf);
    if (self?.leaf !== event.selfLeaf || others.length > 0)
      throw new Error(`${name} does not see itself once`);

    const stranger = event.roster.find(({ devicePublicKey }) => !this.#knows(devicePublicKey));
    if (stranger !== undefined) throw new Error(`${name} sees ${stranger.displayName}, who is nobody`);

    const roster = event.roster.map(({ leaf }, index) => `${leaf}:${ids[index]}`).join();
    const belief: Belief = {
      callCode: event.callCode,
      baseKey: hex(event.baseKey),
      roster,
      epoch: event.epoch,
    };
    this.#agree(this.#byCode, event.callCode, belief, name);
    if (this.#allowances.histories === "one") {
      this.#agree(this.#byNumber, `${this.#calls.get(member)} ${event.epoch}`, belief, name);
    }
    const code = this.#codeOfKey.get(belief.baseKey) ?? belief.callCode;
    if (code !== belief.callCode) throw new Error(`two epochs of ${name} have one key`);
    this.#codeOfKey.set(belief.baseKey, code);

    const { now } = this.#simulation;
    this.#mediaOf(member).beginEpoch(event, now);
    for (const after of FRAMES_AFTER_MS)
      this.#simulation.at(now + after, async () => void this.#send(member));
  }

  /** A guest is about to say this. */
  expectOf(participantId: Uint8Array, text: string): void {
    this.#expected.add(`${hex(participantId)} ${text}`);
  }

  #knows(devicePublicKey: Uint8Array): boolean {
    const isOf = (key: Uint8Array) => Buffer.compare(key, devicePublicKey) === 0;
    return (
      this.#simulation.members.some(({ options }) => isOf(options.device.publicKey)) || this.guests.some(isOf)
    );
  }

  /** What is said to come from somebody does, and comes once. */
  #read(member: SimulatedMember, from: Uint8Array, message: Extract<AppMessage, { type: "chat" }>): void {
    const { name } = member.options;
    const author = [...this.#ids].find(([, ids]) => ids.has(hex(from)))?.[0];
    const isTrue =
      author?.said.some((other) => other.type === "chat" && other.text === message.text) ??
      this.#expected.has(`${hex(from)} ${message.text}`);
    if (!isTrue) throw new Error(`${name} reads what nobody wrote: ${message.text}`);
    const read = this.#readBy.get(member) ?? new Set();
    this.#readBy.set(member, read);
    // A log that is lost is no proof that nobody has read it: what it had not confirmed is said again.
    if (read.has(message.text) && this.#allowances.histories === "one")
      throw new Error(`${name} reads twice: ${message.text}`);
    read.add(message.text);
  }

  #agree(beliefs: Map<string, Belief>, key: string, belief: Belief, name: string): void {
    const earlier = beliefs.get(key);
    beliefs.set(key, belief);
    if (earlier === undefined) return;
    for (const part of ["epoch", "roster", "callCode", "baseKey"] as const) {
      if (earlier[part] !== belief[part]) {
        throw new Error(
          `${name} has another ${part} in epoch ${belief.epoch}: ${belief[part]}, not ${earlier[part]}`,
        );
      }
    }
  }

  /** Sends a frame, and lets everybody try it who is not in the sender's roster. */
  #send(sender: SimulatedMember): SealedFrame | undefined {
    if (!sender.isAlive || !sender.isJoined || sender.isAsleep) return undefined;
    const frame = this.#mediaOf(sender).seal(this.#simulation.now);
    if (frame === undefined) return undefined;
    this.frames += 1;
    this.sent.push(frame);
    if (this.sent.length > FRAMES_KEPT) this.sent.shift();
    const inside = new Set(sender.epoch.roster.map(({ participantId }) => hex(participantId)));
    const removed = sender.epoch.cause === "removal" ? inside : undefined;
    const present =
      removed ?? new Set([...inside, ...frame.epoch.roster.map(({ participantId }) => hex(participantId))]);
    for (const [member, ids] of this.#ids) {
      if ([...ids].some((id) => present.has(id))) continue;
      if (this.#mediaOf(member).opens(frame))
        throw new Error(`${member.options.name} is out and opens what ${sender.options.name} sends`);
    }
    return frame;
  }

  #mediaOf(member: SimulatedMember): SimulatedMedia {
    let media = this.#media.get(member);
    if (media === undefined) this.#media.set(member, (media = new SimulatedMedia(this.#ledger)));
    return media;
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
