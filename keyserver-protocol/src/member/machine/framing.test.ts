import { ed25519 } from "@noble/curves/ed25519.js";
import { asCapabilityHash, capabilityHash } from "@sotto/shared/ids";
import { bytesEqualConstantTime } from "@sotto/shared/codec";
import { afterAll, describe, expect, it } from "vitest";
import { commitContent, toSequence, type Append, type ClientMessage } from "../../messages/index.ts";
import { Attack, AttackTable } from "../testing/attack.ts";
import type { SimulatedMember } from "../testing/simulatedMember.ts";
import { newSeed } from "../testing/simulation.ts";

const seed = newSeed();
const table = new AttackTable("the key server", "what the members do", "together after");

/** How long each attack goes on, ms. */
const MINUTE = 60_000;

interface Scenario {
  readonly what: string;
  readonly run: (attack: Attack) => Promise<void>;
  readonly loud: RegExp;
}

/**
 * Splits the call, and waits until both parts have had an epoch of their own, and one has made a commit in an epoch that
 * the other is in too.
 */
async function commitOfOtherPart(attack: Attack): Promise<Append> {
  const { simulation, groupId } = attack;
  const [apart, other] = attack.members as [SimulatedMember, SimulatedMember];
  const since = other.epoch.epoch;
  await simulation.fork(groupId, [apart]);
  await simulation.until(() => other.epoch.epoch > since, MINUTE);
  // The other part stays where it is now.
  simulation.server = {
    takes: (from, m) => (from !== apart && m.type === "append" ? undefined : m),
    tells: (_, m) => [m],
  };
  const isMeant = (m: ClientMessage): m is Append => m.type === "append" && m.epoch === other.epoch.epoch;
  await simulation.until(() => apart.sent.some(isMeant), MINUTE);
  return apart.sent.find(isMeant)!;
}

const scenarios: readonly Scenario[] = [
  {
    what: "splits the call, and gives one part a member's signed commit of the other",
    run: async (attack) => {
      const { blob, mark } = await commitOfOtherPart(attack);
      await attack.write("commit", blob, mark);
      await attack.conduct({}, MINUTE);
      // Who was split off is in a call of their own.
      const [apart, ...others] = attack.members;
      apart!.kill();
      attack.members = others;
    },
    loud: /refuses: commit (is not authentic|of another group or epoch)/,
  },
  {
    what: "plays a member's signed commit back in a later epoch, to have them blamed",
    run: async (attack) => {
      const { blob, mark } = await attack.record("commit");
      await attack.write("commit", blob, mark);
      await attack.simulation.run(MINUTE);
    },
    loud: /refuses: the blob does not open/,
  },
  {
    what: "plays members' signed messages back, to have them blamed",
    run: async (attack) => {
      for (const place of [-1, -2, -3]) {
        const { blob, mark } = await attack.record("application", place);
        await attack.write("application", blob, mark);
      }
      await attack.simulation.run(MINUTE);
    },
    loud: /refuses: message does not open/,
  },
  {
    what: "writes garbage in the name of a member, whose key it knows",
    run: async (attack) => {
      const { writer } = (await attack.record("application")).mark;
      await attack.write("application", attack.simulation.random.bytes(300), { writer });
      await attack.write("commit", attack.simulation.random.bytes(900), { writer });
      await attack.simulation.run(MINUTE);
    },
    loud: /refuses: the blob does not open/,
  },
  {
    what: "changes what a member's commit says to the log, for one member",
    run: async (attack) => {
      const victim = attack.members[2];
      const hash = asCapabilityHash(attack.simulation.random.bytes(32));
      let changed = 0;
      await attack.conduct(
        {
          tells: (to, m) => {
            if (to !== victim || m.type !== "entry" || m.kind !== "commit" || changed > 0) return [m];
            changed += 1;
            return [{ ...m, mark: { ...m.mark, nextCapabilityHash: hash } }];
          },
        },
        MINUTE,
      );
    },
    loud: /refuses: a commit that shuts the log/,
  },
  {
    what: "tells one member that a right commit has another in its place, signed by nobody it knows",
    run: async (attack) => {
      const secret = attack.simulation.random.bytes(32);
      const victim = attack.members[2]!;
      const { sequence, epoch, blob } = await attack.record("commit");
      const { groupId } = attack;
      const claims = {
        instead: sequence,
        nextCapabilityHash: asCapabilityHash(attack.simulation.random.bytes(32)),
        added: [],
        removed: [],
      };
      const appends = attack.members.flatMap(({ sent }) => sent).filter((m) => m.type === "append");
      const { capability } = appends.find((append) => bytesEqualConstantTime(append.blob, blob))!;
      const place = { groupId, epoch, capabilityHash: capabilityHash(capability) };
      const signature = ed25519.sign(commitContent(place, claims, blob), secret);
      const mark = { ...claims, writer: ed25519.getPublicKey(secret), signature };
      const head = await attack.simulation.store.logs.head(groupId);
      const sequenceOfNext = toSequence(head!.record.sequence + 1);
      victim.tell({
        type: "entry",
        requestId: 0,
        groupId,
        sequence: sequenceOfNext,
        kind: "commit",
        epoch,
        mark,
        blob,
      });
      await attack.simulation.run(MINUTE);
    },
    loud: /refuses: a commit in the place of one that was right/,
  },
];

describe(`against a key server that would have a member blamed, seed ${seed}`, () => {
  afterAll(() => process.stdout.write(`\n${table.toString()}\n`));

  it.each(scenarios)(
    "refuses, and names nobody: it $what",
    { timeout: 60_000 },
    async ({ what, run, loud }) => {
      const attack = new Attack(seed);
      await attack.begin();
      await run(attack);
      await attack.end();
      table.add(what, attack.told, attack.recovered);
      expect(attack.told).toMatch(loud);
      expect(attack.told).not.toMatch(/, by P\d/);
    },
  );
});
