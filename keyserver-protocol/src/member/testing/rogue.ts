import { ed25519 } from "@noble/curves/ed25519.js";
import {
  asCallSecret,
  asCapabilityHash,
  asEpoch,
  asMailboxId,
  capabilityHash,
  type Capability,
  type CapabilityHash,
  type LeafIndex,
} from "@sotto/shared/ids";
import {
  decodeServerMessage,
  encodeClientMessage,
  toSequence,
  type CommitClaims,
  type Entry,
  type Mail,
  type ServerMessage,
  type ServerReply,
} from "../../messages/index.ts";
import type { ClientSession } from "../../server/index.ts";
import { accessTo, openAnnouncement, sealAnnouncement, slotAt } from "../machine/announcement.ts";
import { MachineContext, type RequestBody } from "../machine/context.ts";
import {
  decodeLogPointer,
  decodeWelcomeEnvelope,
  encodeKnockEnvelope,
  encodeLogPointer,
} from "../machine/envelopes.ts";
import { capabilityOf, inLaterLog, openEpoch, type EpochState } from "../machine/epoch.ts";
import { makeOwnKeyPackage, prepareCall, type Call } from "../machine/identity.ts";
import { pointerFor } from "../machine/ownCommit.ts";
import { markCommit, markMessage, placeIn, writerChange } from "../machine/marks.ts";
import {
  createGroup,
  epochOf,
  joinGroup,
  leavesOf,
  openKeyPackage,
  prepareCommit,
  processCommit,
  readCommit,
  sealApplication,
  type CommitContent,
  type JoinerKeyPackage,
  type OwnKeyPackage,
  type Processed,
} from "../mls/index.ts";
import { encodePolicy, initialPolicy } from "../rules/index.ts";
import { openBlob, sealBlob } from "../seal/index.ts";
import { withOtherInitKey } from "./otherInitKey.ts";
import type { Simulation } from "./simulation.ts";

/** Somebody with the link, and a client of their own making. */
export class Rogue {
  readonly received: ServerMessage[] = [];
  readonly #simulation: Simulation;
  readonly #session: ClientSession;
  readonly #context: MachineContext;
  #requests = 0;
  #call: Call | undefined;
  #epoch: EpochState | undefined;
  #own: OwnKeyPackage | undefined;
  #joinedAt = 0;
  #written = 0;

  constructor(simulation: Simulation, name = "Rogue") {
    const key = simulation.random.bytes(32);
    this.#simulation = simulation;
    this.#session = simulation.core.connect({
      send: async (bytes) => void this.received.push(decodeServerMessage(bytes)),
      hold: () => undefined,
      close: () => undefined,
    });
    this.#context = new MachineContext({
      linkSecret: simulation.linkSecret,
      displayName: name,
      device: { publicKey: ed25519.getPublicKey(key), sign: async (message) => ed25519.sign(message, key) },
      crossSignatures: () => [],
      tabSecret: simulation.random.bytes(32),
      rotateMs: 30_000,
      suite: "classical",
      random: (length) => simulation.random.bytes(length),
    });
  }

  get devicePublicKey(): Uint8Array {
    return this.#context.options.device.publicKey;
  }

  get call(): Call {
    if (this.#call === undefined) throw new Error("the rogue knows no call");
    return this.#call;
  }

  get epoch(): EpochState {
    if (this.#epoch === undefined) throw new Error("the rogue is in no call");
    return this.#epoch;
  }

  get entries(): Entry[] {
    return this.received.filter((message) => message.type === "entry").filter(({ sequence }) => sequence > 0);
  }

  async ask(body: RequestBody): Promise<ServerReply> {
    this.#requests += 1;
    const requestId = this.#requests;
    this.#session.receive(encodeClientMessage({ ...body, requestId }));
    const isReply = (message: ServerMessage): message is ServerReply => message.requestId === requestId;
    while (!this.received.some(isReply)) await new Promise((resolve) => setImmediate(resolve));
    return this.received.find(isReply)!;
  }

  /** Learns the call's secret from the announcement, as everybody with the link can. */
  async find(): Promise<Call> {
    for (const offset of [0, -1]) {
      const { mailboxId } = slotAt(this.#simulation.linkSecret, this.#simulation.now, offset);
      const mailbox = await this.ask({ type: "mailboxRead", mailboxId });
      if (mailbox.type !== "mailbox" || !mailbox.found) continue;
      const announcement = openAnnouncement(this.#simulation.linkSecret, mailboxId, mailbox.blob);
      if (announcement === undefined) throw new Error("not an announcement");
      this.#call = await prepareCall(this.#context, accessTo(announcement));
      return this.#call;
    }
    throw new Error("no call is announced");
  }

  /** Lets the others admit this member, like any other. */
  async join(): Promise<void> {
    const { keys, mls, check } = await this.find();
    this.#context.now = this.#simulation.now;
    const own = await makeOwnKeyPackage(this.#context, this.call);
    this.#own = own;
    const mailboxId = asMailboxId(this.#simulation.random.bytes(16));
    await this.ask({ type: "watch", mailboxId });
    await this.knock(encodeKnockEnvelope({ mailboxId, keyPackage: own.message }));
    const mail = (): Mail | undefined => this.received.find((message) => message.type === "mail");
    await this.#simulation.until(() => mail() !== undefined, 10_000);
    const { welcome, sequence } = decodeWelcomeEnvelope(
      openBlob(keys.outerSealKey, { kind: "welcome", id: mailboxId }, mail()!.blob),
    );
    const { group, logExtension } = await joinGroup(mls, welcome, own, keys.groupId, check);
    const { before, ...log } = decodeLogPointer(logExtension);
    this.#epoch = await openEpoch(this.call, group, log, before);
    this.#joinedAt = sequence;
    await this.ask({ type: "subscribe", groupId: this.epoch.log.groupId, fromSequence: sequence });
  }

  /** Knocks as a joiner does, each time with a new key package. */
  async knockAnew(): Promise<void> {
    this.#context.now = this.#simulation.now;
    const { message } = await makeOwnKeyPackage(this.#context, this.call);
    const mailboxId = asMailboxId(this.#simulation.random.bytes(16));
    await this.knock(encodeKnockEnvelope({ mailboxId, keyPackage: message }));
  }

  /** Announces another call, that claims to have begun before all others, in the slots to come. */
  async announceOlder(): Promise<void> {
    const callSecret = asCallSecret(this.#simulation.random.bytes(32));
    for (const offset of [1, 2]) {
      const { mailboxId } = slotAt(this.#simulation.linkSecret, this.#simulation.now, offset);
      const random = (length: number) => this.#simulation.random.bytes(length);
      const announcement = { callSecret, suite: "classical", since: 1 } as const;
      await this.ask({
        type: "mailboxCreate",
        mailboxId,
        tokenHash: random(32),
        ttlSeconds: 60,
        blob: sealAnnouncement(this.#simulation.linkSecret, mailboxId, announcement, random),
      });
    }
  }

  async knock(data: Uint8Array): Promise<ServerReply> {
    const { groupId, outerSealKey } = this.call.keys;
    const blob = sealBlob(outerSealKey, { kind: "knock", id: groupId }, data, this.#context.options.random);
    return this.ask({ type: "knock", groupId, blob });
  }

  /** A commit that changes nothing but keys; it is not sent. */
  async commitMessage(): Promise<Uint8Array> {
    const logExtension = pointerFor(this.epoch);
    return (await prepareCommit(this.epoch.group, { adds: [], removes: [], logExtension })).message;
  }

  /** Seals anything as a commit of the rogue's epoch. */
  seal(data: Uint8Array): Uint8Array {
    return this.#seal(data, this.epoch.number);
  }

  get participantId(): Uint8Array {
    const { roster, self } = this.epoch;
    return roster.find(({ leaf }) => leaf === self)!.participantId;
  }

  /** Appends garbage in an epoch that only this client knows, behind its own garbage. */
  async appendBeyond(epoch: number, capability: Capability, next: CapabilityHash): Promise<ServerReply> {
    const place = placeIn({ ...this.epoch, number: asEpoch(epoch), capability });
    const blob = this.#context.random(400);
    const claims = { instead: toSequence(0), nextCapabilityHash: next, added: [], removed: [] };
    const mark = await markCommit(this.epoch.group, place, claims, blob);
    return this.ask({ type: "append", ...place, capability, mark, blob });
  }

  /** Writes a message in an epoch that somebody's garbage has begun. */
  async publishBeyond(epoch: number, capability: Capability): Promise<ServerReply> {
    const place = placeIn({ ...this.epoch, number: asEpoch(epoch), capability });
    const blob = this.#context.random(400);
    const mark = await markMessage(this.epoch.group, place, toSequence(this.#read), blob);
    return this.ask({ type: "publish", ...place, capability, mark, blob });
  }

  /** Commits nothing but fresh keys, as it may, and goes on to the epoch that this begins. */
  async commitWell(): Promise<ServerReply> {
    const { group, log, roster, number } = this.epoch;
    const logExtension = pointerFor(this.epoch);
    const { next, message } = await prepareCommit(group, { adds: [], removes: [], logExtension });
    const hash = capabilityHash(await capabilityOf(next, log.generation));
    const reply = await this.append(
      this.#seal(message, number),
      hash,
      writerChange(roster, leavesOf(next), []),
    );
    this.#epoch = await openEpoch(this.call, next, log, placeIn(this.epoch).capabilityHash);
    return reply;
  }

  /** Makes the logs that members turn to when theirs is of no use, before they do. */
  async makeLaterLogs(): Promise<void> {
    let later = this.epoch;
    for (let generation = 1; generation <= 8; generation += 1) {
      later = await inLaterLog(later, undefined);
      const capabilityHash = asCapabilityHash(this.#context.random(32));
      const { groupId } = later.log;
      await this.ask({ type: "createGroup", groupId, epoch: later.number, capabilityHash, writers: [] });
    }
  }

  /** Appends anything, with whatever capability hash for what follows, and whatever else it says to the log. */
  async append(
    blob: Uint8Array,
    nextCapabilityHash: CapabilityHash,
    claims: Partial<CommitClaims> = {},
  ): Promise<ServerReply> {
    const { group, number, capability, log } = this.epoch;
    const { groupId } = log;
    const all = { instead: toSequence(0), nextCapabilityHash, added: [], removed: [], ...claims };
    const mark = await markCommit(group, placeIn(this.epoch), all, blob);
    return this.ask({ type: "append", groupId, epoch: number, capability, mark, blob });
  }

  /** A message of this member, sealed for the log; it is not sent. */
  async sealedMessage(data: Uint8Array): Promise<Uint8Array> {
    const { next, message } = await sealApplication(this.epoch.group, data);
    this.epoch.group = next;
    const place = { kind: "application", id: this.epoch.log.groupId } as const;
    return sealBlob(this.call.keys.outerSealKey, place, message, this.#context.options.random);
  }

  async publishBlob(blob: Uint8Array): Promise<ServerReply> {
    const { group, number, capability, log } = this.epoch;
    const { groupId } = log;
    const mark = await markMessage(group, placeIn(this.epoch), toSequence(this.#read), blob);
    const reply = await this.ask({ type: "publish", groupId, epoch: number, capability, mark, blob });
    if (reply.type === "published") this.#written = reply.sequence;
    return reply;
  }

  /** Last place of the log that this client knows of. */
  get #read(): number {
    return Math.max(this.#written, this.#joinedAt, ...this.entries.map(({ sequence }) => sequence));
  }

  /** A well-sealed message of this member with any content. */
  async publishData(data: Uint8Array): Promise<ServerReply> {
    return this.publishBlob(await this.sealedMessage(data));
  }

  /** A commit that is right in all but that its author may not make it. */
  commitRemovalOf(leaf: LeafIndex): Promise<ServerReply> {
    return this.commit({ removes: [leaf] });
  }

  /** Any commit that the library can make, and what it should tell the log unless it tells something else. */
  async commit(content: Partial<CommitContent>, claims: Partial<CommitClaims> = {}): Promise<ServerReply> {
    const { group, log, number, roster } = this.epoch;
    const logExtension = pointerFor(this.epoch);
    const { next, message } = await prepareCommit(group, { adds: [], removes: [], logExtension, ...content });
    const hash = capabilityHash(await capabilityOf(next, log.generation));
    const change = writerChange(roster, leavesOf(next), []);
    return this.append(this.#seal(message, number), hash, { ...change, ...claims });
  }

  /** The commit of somebody who was in the call, under the seal that a later epoch has. */
  async sealedRemovalOf(leaf: LeafIndex, epoch: number): Promise<Uint8Array> {
    const { message } = await prepareCommit(this.epoch.group, {
      adds: [],
      removes: [leaf],
      logExtension: pointerFor(this.epoch),
    });
    return this.#seal(message, epoch);
  }

  /** A commit of this group and epoch by which somebody who was never in the call adds a ghost. */
  async sealedStrangersCommit(epoch: number): Promise<Uint8Array> {
    const { mls, keys, check } = this.call;
    const { policy, own, ghost } = await this.#strangers();
    let group = await createGroup(mls, keys.groupId, own, policy, check);
    const before = asCapabilityHash(this.#context.random(32));
    const logExtension = encodeLogPointer({ generation: 0, groupId: keys.groupId, before });
    while (epochOf(group) < epoch)
      group = (await prepareCommit(group, { adds: [], removes: [], logExtension })).next;
    const adds = [await openKeyPackage(mls, ghost.message, check)];
    const { message } = await prepareCommit(group, { adds, removes: [], logExtension });
    return this.#seal(message, epoch);
  }

  /** Somebody's knock with another key in its key package, so that what is encrypted to it can be read by others. */
  withOtherKey(blob: Uint8Array): Uint8Array {
    return withOtherInitKey(this.call, blob, this.#context.options.random);
  }

  async #strangers() {
    const policy = encodePolicy(initialPolicy(this.devicePublicKey));
    this.#context.now = this.#simulation.now;
    const own = await makeOwnKeyPackage(this.#context, this.call);
    const ghost = await makeOwnKeyPackage(this.#context, this.call);
    return { policy, own, ghost };
  }

  #seal(message: Uint8Array, epoch: number): Uint8Array {
    const { keys } = this.call;
    const place = { kind: "commit", id: this.#epoch?.log.groupId ?? keys.groupId, epoch } as const;
    return sealBlob(keys.outerSealKey, place, message, this.#context.options.random);
  }

  /** A key package that anybody might knock with: this device's own, in a tab of its own. */
  async keyPackage(): Promise<{ message: Uint8Array; opened: JoinerKeyPackage }> {
    this.#context.now = this.#simulation.now;
    const { message } = await makeOwnKeyPackage(this.#context, this.call);
    return { message, opened: await openKeyPackage(this.call.mls, message, this.call.check) };
  }

  /** Moves to the log that the members turn to when theirs is spoilt: an insider knows it as they do. */
  async followToNextLog(): Promise<void> {
    this.#epoch = await inLaterLog(this.epoch, undefined);
  }

  /** Follows the log to its end. */
  async followLog(): Promise<void> {
    const commits = this.entries.filter(({ kind }) => kind === "commit");
    for (const entry of commits.sort((a, b) => a.sequence - b.sequence)) {
      if (entry.epoch !== this.epoch.number) continue;
      const processed = await this.#process(entry);
      if (processed.kind === "removed") throw new Error("the rogue was removed");
      this.#epoch = await openEpoch(
        this.call,
        processed.next,
        this.epoch.log,
        placeIn(this.epoch).capabilityHash,
      );
    }
  }

  /** What the commit that ends the rogue's epoch makes of its state. */
  async followCommit(entry: Entry): Promise<"next" | "removed"> {
    return (await this.#process(entry)).kind;
  }

  /** Goes on to the epoch that a commit begins, unless it puts the rogue out. */
  async advance(entry: Entry): Promise<"next" | "removed"> {
    const processed = await this.#process(entry);
    if (processed.kind === "next")
      this.#epoch = await openEpoch(
        this.call,
        processed.next,
        this.epoch.log,
        placeIn(this.epoch).capabilityHash,
      );
    return processed.kind;
  }

  /** The key package that the rogue came in with. */
  get ownKeyPackage(): OwnKeyPackage {
    if (this.#own === undefined) throw new Error("the rogue never came in");
    return this.#own;
  }

  #process(entry: Entry): Promise<Processed> {
    const place = { kind: "commit", id: this.epoch.log.groupId, epoch: entry.epoch } as const;
    const view = readCommit(openBlob(this.call.keys.outerSealKey, place, entry.blob));
    return processCommit(this.epoch.group, view, () => undefined);
  }
}
