import { beforeAll, describe, expect, it } from "vitest";
import { SeededRandom } from "../../server/testing/seededRandom.ts";
import { loadSuite, type MlsSuite } from "./suite.ts";
import { CoreCryptoMember } from "./testing/coreCryptoMember.ts";
import type { GroupMember, MadeCommit } from "./testing/groupMember.ts";
import { SottoMember } from "./testing/sottoMember.ts";

// One group whose members run on two implementations of RFC 9420, through changes that a seed decides.

const STEPS = 40;
const MOST_MEMBERS = 12;
const given = process.env["SOTTO_SEED"];
const seed = given === undefined ? crypto.getRandomValues(new Uint32Array(1))[0]! : Number(given);

class MixedGroup {
  readonly #random: SeededRandom;
  readonly #suite: MlsSuite;
  #members: GroupMember[] = [];
  #numbers = 0;
  readonly story: string[] = [];

  constructor(seedOfRun: number, suite: MlsSuite) {
    this.#random = new SeededRandom(seedOfRun);
    this.#suite = suite;
  }

  async begin(): Promise<void> {
    // A group of theirs asks of every member what no leaf of a call says it can do.
    this.#numbers += 1;
    const creator = new SottoMember(this.#numbers, this.#suite);
    await creator.createGroup(new Uint8Array(16).fill(1));
    this.#members = [creator];
    await this.#change(creator, 3, 0);
  }

  async step(): Promise<void> {
    const committer = this.#oneOf(this.#members);
    const size = this.#members.length;
    const adds = size < MOST_MEMBERS ? this.#random.below(4) : 0;
    const removes = size > 3 ? this.#random.below(size > MOST_MEMBERS / 2 ? 4 : 3) : 0;
    const kind = this.#random.below(committer.mixes ? 4 : 3);
    if (kind === 0) await this.#change(committer, 0, 0);
    else if (kind === 1) await this.#change(committer, adds, 0);
    else if (kind === 2) await this.#change(committer, 0, removes);
    else await this.#change(committer, adds, removes);
  }

  /** Throws unless all members have the same secrets, and read what one of them seals. */
  async check(): Promise<void> {
    const exported = await Promise.all(
      this.#members.map(async (member) => Buffer.from(await member.exported(32)).toString("hex")),
    );
    expect(new Set(exported).size).toBe(1);

    const sender = this.#oneOf(this.#members);
    const data = this.#random.bytes(50);
    const message = await sender.seal(data);
    for (const member of this.#members) {
      if (member !== sender) expect(await member.open(message)).toEqual(data);
    }
  }

  async #change(committer: GroupMember, adds: number, removes: number): Promise<void> {
    const others = this.#members.filter((member) => member !== committer);
    const gone = Array.from({ length: removes }, () => this.#takeFrom(others));
    const joiners = await Promise.all(Array.from({ length: adds }, () => this.#newcomer()));
    this.story.push(
      `${nameOf(committer)} adds [${joiners.map(nameOf).join()}], removes [${gone.map(nameOf).join()}]`,
    );
    const keyPackages = await Promise.all(joiners.map((joiner) => joiner.keyPackage()));
    const numbers = gone.map(({ number }) => number);
    const { message, welcome }: MadeCommit = await committer.commit(keyPackages, numbers);
    for (const member of others) expect(await member.process(message), nameOf(member)).toBe(true);
    for (const member of gone) expect(await member.process(message), nameOf(member)).toBe(false);
    for (const joiner of joiners) await joiner.join(welcome!);
    this.#members = [committer, ...others, ...joiners];
  }

  async #newcomer(): Promise<GroupMember> {
    this.#numbers += 1;
    const number = this.#numbers;
    return this.#random.below(2) === 0
      ? new SottoMember(number, this.#suite)
      : await CoreCryptoMember.open(number);
  }

  #oneOf(members: readonly GroupMember[]): GroupMember {
    return members[this.#random.below(members.length)]!;
  }

  #takeFrom(members: GroupMember[]): GroupMember {
    return members.splice(this.#random.below(members.length), 1)[0]!;
  }
}

function nameOf(member: GroupMember): string {
  return `${member instanceof SottoMember ? "ours" : "theirs"} ${member.number}`;
}

describe(`one group, two implementations, seed ${seed}`, () => {
  let suite: MlsSuite;

  beforeAll(async () => {
    suite = await loadSuite("classical", (length) => crypto.getRandomValues(new Uint8Array(length)));
  });

  it.each([0, 1])("share every epoch and message through churn, run %d", { timeout: 30_000 }, async (run) => {
    const group = new MixedGroup(seed + run, suite);
    try {
      await group.begin();
      await group.check();
      for (let step = 0; step < STEPS; step += 1) {
        await group.step();
        await group.check();
      }
    } catch (cause) {
      throw new Error(`SOTTO_SEED=${seed}, run ${run}, after:\n${group.story.join("\n")}`, { cause });
    }
  });

  it("agree on the commit secret when half of the tree is empty", async () => {
    const members = Array.from({ length: 5 }, (_, index) => new SottoMember(index + 1, suite));
    const peer = await CoreCryptoMember.open(6);
    const [creator, committer] = [members[0]!, members[4]!];
    const others: GroupMember[] = [...members.slice(1), peer];
    await creator.createGroup(new Uint8Array(16).fill(2));
    const keyPackages = await Promise.all(others.map((other) => other.keyPackage()));
    const { welcome } = await creator.commit(keyPackages, []);
    for (const other of others) await other.join(welcome!);
    const { message } = await committer.commit([], [1, 2, 3, 4]);
    expect(await peer.process(message)).toBe(true);
    expect(await peer.exported(32)).toEqual(await committer.exported(32));
  });
});
