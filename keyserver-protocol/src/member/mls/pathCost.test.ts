import { asLeafIndex } from "@sotto/shared/ids";
import { beforeAll, describe, expect, it } from "vitest";
import { SeededRandom } from "../../server/testing/seededRandom.ts";
import { MAX_JOINERS_PER_COMMIT } from "../machine/timing.ts";
import { pathCosts, type PathCost } from "./pathCost.ts";
import { loadSuite, type MlsSuite } from "./suite.ts";
import { ciphertextsIn, Crowd, type CrowdCommit } from "./testing/crowd.ts";
import { SottoMember } from "./testing/sottoMember.ts";

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
let suite: MlsSuite;
beforeAll(async () => {
  suite = await loadSuite("classical", random);
});

/** A call that one member has made and let this many into by one commit; the creator alone has a path. */
async function freshCall(count: number): Promise<SottoMember[]> {
  const members = Array.from({ length: count }, (_, index) => new SottoMember(index + 1, suite));
  const [creator, ...others] = members;
  await creator!.createGroup(new Uint8Array(16));
  const { welcome } = await creator!.commit(
    await Promise.all(others.map((member) => member.keyPackage())),
    [],
  );
  for (const member of others) await member.join(welcome!);
  return members;
}

const none = new Set<ReturnType<typeof asLeafIndex>>();
const leafOf = (member: SottoMember) => asLeafIndex(member.group.state.privatePath.leafIndex);
const costAt = (costs: readonly PathCost[], member: SottoMember) =>
  costs.find(({ leaf }) => leaf === leafOf(member))!;

describe("cost of a path", () => {
  it("is what commits then hold, through churn", { timeout: 30_000 }, async () => {
    const dice = new SeededRandom(20_261_121);
    let members = await freshCall(6);
    let numbers = members.length;
    for (let step = 0; step < 25; step += 1) {
      const committer = members[dice.below(members.length)]!;
      const gone = members.filter((one) => one !== committer && members.length > 4 && dice.below(6) === 0);
      const joiners = Array.from({ length: dice.below(4) }, () => new SottoMember(++numbers, suite));
      const costs = pathCosts(committer.group, new Set(gone.map(leafOf)));
      expect(costs.map(({ leaf }) => leaf)).toEqual(
        members
          .filter((one) => !gone.includes(one))
          .map(leafOf)
          .sort((a, b) => a - b),
      );
      const { message, welcome } = await committer.commit(
        await Promise.all(joiners.map((joiner) => joiner.keyPackage())),
        gone.map(({ number }) => number),
      );
      expect(costAt(costs, committer).ciphertexts, `step ${step}`).toBe(ciphertextsIn(message));
      const stayed = members.filter((one) => one !== committer && !gone.includes(one));
      for (const member of stayed) await member.process(message);
      for (const joiner of joiners) await joiner.join(welcome!);
      members = [...stayed, committer, ...joiners];
    }
  });

  it("falls for the others by what it says a path spares them", async () => {
    const members = await freshCall(11);
    const before = pathCosts(members[0]!.group, none);
    const committer = members[8]!;
    const { message } = await committer.commit([], []);
    await members[0]!.process(message);
    const after = pathCosts(members[0]!.group, none);
    const sum = (costs: readonly PathCost[]) =>
      costs.filter(({ leaf }) => leaf !== leafOf(committer)).reduce((all, one) => all + one.ciphertexts, 0);
    expect(sum(before) - sum(after)).toBe(costAt(before, committer).spared);
    expect(costAt(before, committer).spared).toBeGreaterThan(0);
    expect(costAt(after, committer)).toMatchObject({ spared: 0, hasCommitted: true });
  });

  it("counts nobody who joins by the same commit: a crowd costs its committer no ciphertexts", async () => {
    const creator = new SottoMember(1, suite);
    await creator.createGroup(new Uint8Array(16));
    const joiners = await Promise.all(
      [2, 3, 4, 5].map((number) => new SottoMember(number, suite).keyPackage()),
    );
    const { message } = await creator.commit(joiners, []);
    expect(ciphertextsIn(message)).toBe(0);
  });

  /** Bytes of a membership change that another end-to-end encrypted call publishes: 2 KB for each factor of ten. */
  const referenceBytes = (members: number) => 2_000 * Math.max(1, Math.log10(members));
  /** As long as the credentials of calls. */
  const identityOf = (number: number) => new Uint8Array(167).fill(number % 256);

  it(
    "stays below what is published elsewhere after a crowd came in, whoever leaves, joins or updates",
    {
      timeout: 60_000,
    },
    async () => {
      const crowd = await Crowd.begin(suite, identityOf);
      await crowd.grow(99, MAX_JOINERS_PER_COMMIT);
      const limit = referenceBytes(100);
      const sizeOf = async (commit: CrowdCommit) =>
        (await crowd.prepare(crowd.nextCommitter(commit.removes), commit)).message.length;
      for (let updates = 0; updates < 50; updates += 1) {
        const leaves = crowd.leaves;
        const leaver = leaves[(updates * 37) % leaves.length]!;
        expect(await sizeOf({ removes: [leaver] }), `leaf ${leaver} leaves`).toBeLessThan(limit);
        if (updates % 8 === 0) expect(await sizeOf({ joiners: 1 })).toBeLessThan(limit);
        const { message, adopt } = await crowd.prepare(crowd.nextUpdater(), {});
        expect(message.length).toBeLessThan(limit);
        adopt();
      }
    },
  );
});
