import { asCapabilityHash } from "@sotto/shared/ids";
import { afterAll, describe, expect, it } from "vitest";
import { encodeAppMessage } from "../appMessage.ts";
import { Attack, AttackTable } from "../testing/attack.ts";
import { Rogue } from "../testing/rogue.ts";
import { newSeed } from "../testing/simulation.ts";

const seed = newSeed();
const table = new AttackTable("somebody in the call", "what the others do", "without them after");

/** Long enough for whoever does not go along to be missed, asked, and removed, ms. */
const WITHOUT_MS = 90_000;

interface Scenario {
  readonly what: string;
  readonly run: (attack: Attack, rogue: Rogue) => Promise<void>;
  /** What the others must say of it. */
  readonly said: RegExp;
}

/** All who see a refused commit know whose it was. */
const named = (reason: string) => new RegExp(`refuses: ${reason}, by Rogue \\(3×\\)`);

const scenarios: readonly Scenario[] = [
  {
    what: "appends garbage, which the blind log takes",
    run: async (attack, rogue) => {
      await rogue.append(
        attack.simulation.random.bytes(1_000),
        asCapabilityHash(attack.simulation.random.bytes(32)),
      );
    },
    said: /refuses: the blob does not open \(3×\)/,
  },
  {
    what: "appends a sealed commit with garbage in it",
    run: async (attack, rogue) => {
      await rogue.append(
        rogue.seal(attack.simulation.random.bytes(600)),
        asCapabilityHash(attack.simulation.random.bytes(32)),
      );
    },
    said: /refuses: not a public message \(3×\)/,
  },
  {
    what: "removes somebody without a reason",
    run: async (attack, rogue) => void (await rogue.commitRemovalOf(attack.members[1]!.epoch.selfLeaf)),
    said: named("a removal without a reason"),
  },
  {
    what: "removes the host",
    run: async (attack, rogue) => void (await rogue.commitRemovalOf(attack.members[0]!.epoch.selfLeaf)),
    said: named("a removal without a reason"),
  },
  {
    what: "lets itself in a second time",
    run: async (_, rogue) => void (await rogue.commit({ adds: [(await rogue.keyPackage()).opened] })),
    said: named("a joiner is in the call already"),
  },
  {
    what: "commits as it may, and shuts the log with a capability that nobody has",
    run: async (attack, rogue) => {
      const hash = asCapabilityHash(attack.simulation.random.bytes(32));
      await rogue.append(rogue.seal(await rogue.commitMessage()), hash);
    },
    said: /refuses: the log takes nothing from members/,
  },
  {
    what: "floods the log with messages that say nothing",
    run: async (attack, rogue) => {
      for (let count = 0; count < 40; count += 1)
        await rogue.publishData(attack.simulation.random.bytes(200));
    },
    said: /refuses: a message that says nothing, by Rogue \(120×\)/,
  },
  {
    what: "plays its own messages again",
    run: async (attack, rogue) => {
      const id = new Uint8Array(16).fill(7);
      attack.invariants.expectOf(rogue.participantId, "once");
      const blob = await rogue.sealedMessage(encodeAppMessage({ type: "chat", id, text: "once" }));
      for (let count = 0; count < 10; count += 1) await rogue.publishBlob(blob);
      await attack.simulation.run(1_000);
    },
    said: /refuses: message does not open \(27×\)/,
  },
  {
    what: "knocks as many who are nobody",
    run: async (attack, rogue) => {
      for (let count = 0; count < 18; count += 1) {
        await rogue.knock(attack.simulation.random.bytes(400));
        await attack.simulation.run(100);
      }
    },
    said: /refuses: a knock that does not verify/,
  },
  {
    what: "says nothing any more, and answers nobody",
    run: () => Promise.resolve(),
    said: /^go on$/,
  },
];

describe(`against a hostile member, seed ${seed}`, () => {
  afterAll(() => process.stdout.write(`\n${table.toString()}\n`));

  it.each(scenarios)("goes on, without whoever $what", { timeout: 60_000 }, async ({ what, run, said }) => {
    const attack = new Attack(seed);
    await attack.begin(3, 1_000_000);
    const rogue = new Rogue(attack.simulation);
    attack.invariants.guests.push(rogue.devicePublicKey);
    await rogue.join();
    await attack.simulation.run(500);
    await run(attack, rogue);
    const since = attack.simulation.now;
    await attack.simulation.untilTogether(attack.members, WITHOUT_MS);
    const seconds = ((attack.simulation.now - since) / 1000).toFixed(1);
    await attack.end();
    table.add(what, attack.told, `${seconds} s`);
    expect(attack.told).toMatch(said);
    expect(attack.members.map(({ calls }) => calls)).toEqual([1, 1, 1]);
    const late = attack.join();
    await attack.simulation.until(() => late.isJoined, 10_000);
  });

  it("ends loudly when somebody who goes along spoils one log after another", async () => {
    const attack = new Attack(seed, ["call/log-unusable"]);
    await attack.begin(3, 1_000_000);
    const rogue = new Rogue(attack.simulation);
    attack.invariants.guests.push(rogue.devicePublicKey);
    await rogue.join();
    await attack.simulation.run(500);
    for (let generation = 0; generation < 12 && attack.members[0]!.isJoined; generation += 1) {
      const { random } = attack.simulation;
      await rogue.append(random.bytes(500), asCapabilityHash(random.bytes(32)));
      await attack.simulation.run(300);
      await rogue.followToNextLog();
    }
    expect(attack.members.map(({ failure }) => failure)).toEqual(
      attack.members.map(() => "call/log-unusable"),
    );
    table.add("goes along, and spoils one log after another", attack.told, "never: the call ends");
  });
});
