import { asCapability, asCapabilityHash, capabilityHash } from "@sotto/shared/ids";
import { afterAll, describe, expect, it } from "vitest";
import { encodeAppMessage } from "../appMessage.ts";
import { Attack, AttackTable } from "../testing/attack.ts";
import { Rogue } from "../testing/rogue.ts";
import { newSeed } from "../testing/simulation.ts";

const seed = newSeed();
const table = new AttackTable("somebody in the call", "what the others do", "without them after", "named");

/** Long enough for whoever does not go along to be missed, asked, and removed, ms. */
const WITHOUT_MS = 90_000;

interface Scenario {
  readonly what: string;
  readonly run: (attack: Attack, rogue: Rogue) => Promise<void>;
  /** What the others must say of it. */
  readonly said: RegExp;
}

/** All who see something refused know whose it was, and the author is put out of the call. */
const named = (reason: string, times = 3) =>
  new RegExp(`refuses: ${reason}, by Rogue \\(${times}×\\);.*removes Rogue \\(3×\\)`);

/** A capability of the author's own, that nobody else has. */
const bytesOf = (attack: Attack, length: number) => attack.simulation.random.bytes(length);
const unknownTo = (attack: Attack) => asCapabilityHash(bytesOf(attack, 32));
const garbage = (attack: Attack, rogue: Rogue) => rogue.append(bytesOf(attack, 1_000), unknownTo(attack));
/** Until another commit stands in the log, seen at once. */
const untilCommit = async (attack: Attack, rogue: Rogue) => {
  const before = rogue.entries.filter(({ kind }) => kind === "commit").length;
  const commits = () => rogue.entries.filter(({ kind }) => kind === "commit");
  await attack.simulation.until(() => commits().length > before, 20_000);
  return commits().at(-1)!;
};

const scenarios: readonly Scenario[] = [
  {
    what: "appends garbage, which the blind log takes",
    run: async (attack, rogue) => void (await garbage(attack, rogue)),
    said: named("the blob does not open"),
  },
  {
    what: "appends a sealed commit with garbage in it",
    run: async (attack, rogue) =>
      void (await rogue.append(rogue.seal(bytesOf(attack, 600)), unknownTo(attack))),
    said: named("not a public message"),
  },
  {
    what: "appends garbage, and more of it in epochs that only it knows",
    run: async (attack, rogue) => {
      const secrets = Array.from({ length: 4 }, () => asCapability(bytesOf(attack, 32)));
      await rogue.append(bytesOf(attack, 500), capabilityHash(secrets[0]!));
      for (let index = 0; index < 3; index += 1)
        await rogue.appendBeyond(
          rogue.epoch.number + 1 + index,
          secrets[index]!,
          capabilityHash(secrets[index + 1]!),
        );
    },
    said: named("the blob does not open"),
  },
  {
    what: "makes the logs that come after this one, and then appends garbage",
    run: async (attack, rogue) => {
      await rogue.makeLaterLogs();
      await garbage(attack, rogue);
    },
    said: named("the blob does not open"),
  },
  {
    what: "commits as it may, and garbage before anybody else has written",
    run: async (attack, rogue) => {
      await rogue.commitWell();
      await garbage(attack, rogue);
    },
    said: named("the blob does not open"),
  },
  {
    what: "puts garbage in the place of another's commit that is right",
    run: async (attack, rogue) => {
      attack.join();
      const { sequence } = await untilCommit(attack, rogue);
      const reply = await rogue.append(bytesOf(attack, 500), unknownTo(attack), { instead: sequence });
      if (reply.type !== "appended") throw new Error(`the key server says ${reply.type}`);
    },
    said: /refuses: a commit in the place of one that was right, by Rogue \(\d×\);.*removes Rogue/,
  },
  {
    what: "tells the log again who came in, and leaves them off the list of those who may write",
    run: async (attack, rogue) => {
      attack.join();
      const entry = await untilCommit(attack, rogue);
      if (entry.kind !== "commit") throw new Error("not a commit");
      const { nextCapabilityHash } = entry.mark;
      const reply = await rogue.append(entry.blob, nextCapabilityHash, { instead: entry.sequence });
      if (reply.type !== "appended") throw new Error(`the key server says ${reply.type}`);
    },
    said: /^refuses: a commit in the place of one that was right, by Rogue \(4×\);.*removes Rogue \(4×\)$/,
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
      await rogue.append(rogue.seal(await rogue.commitMessage()), unknownTo(attack));
    },
    said: named("a commit that shuts the log"),
  },
  {
    what: "commits as it may, and strikes another off the list of those who may write",
    run: async (_, rogue) => {
      const { leafPublicKey } = rogue.epoch.roster[1]!;
      await rogue.commit({}, { removed: [leafPublicKey] });
    },
    said: named("a commit that shuts the log"),
  },
  {
    what: "floods the log with messages that nobody can open",
    run: async (attack, rogue) => {
      for (let count = 0; count < 40; count += 1) await rogue.publishBlob(bytesOf(attack, 200));
    },
    said: named("the blob does not open", 120),
  },
  {
    what: "floods the log with messages that say nothing",
    run: async (attack, rogue) => {
      for (let count = 0; count < 40; count += 1) await rogue.publishData(bytesOf(attack, 200));
    },
    said: named("a message that says nothing", 120),
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
    said: /refuses: message does not open \(27×\);.*removes Rogue/,
  },
  {
    what: "knocks as many who are nobody (as everybody can who has the link)",
    run: async (attack, rogue) => {
      for (let count = 0; count < 18; count += 1) {
        await rogue.knock(bytesOf(attack, 400));
        await attack.simulation.run(100);
      }
    },
    said: /refuses: a knock that does not verify.*removes Rogue/,
  },
  {
    what: "says nothing any more, and answers nobody",
    run: () => Promise.resolve(),
    said: /^removes Rogue \(3×\)$/,
  },
];

describe(`against a hostile member, seed ${seed}`, () => {
  afterAll(() => process.stdout.write(`\n${table.toString()}\n`));

  /** Three in a call, and somebody with a client of their own making. */
  async function withRogue(): Promise<{ attack: Attack; rogue: Rogue }> {
    const attack = new Attack(seed);
    await attack.begin(3, 1_000_000);
    const rogue = new Rogue(attack.simulation);
    attack.invariants.guests.push(rogue.devicePublicKey);
    await rogue.join();
    await attack.simulation.run(500);
    return { attack, rogue };
  }

  it.each(scenarios)("goes on, without whoever $what", { timeout: 60_000 }, async ({ what, run, said }) => {
    const { attack, rogue } = await withRogue();
    await run(attack, rogue);
    const since = attack.simulation.now;
    await attack.simulation.untilTogether(attack.members, WITHOUT_MS);
    const seconds = ((attack.simulation.now - since) / 1000).toFixed(1);
    await attack.end();
    const who = attack.told.includes("by Rogue") ? "as the author" : "as removed for its silence";
    table.add(what, attack.told, `${seconds} s`, who);
    expect(attack.told).toMatch(said);
    expect(attack.members.map(({ calls }) => calls)).toEqual(attack.members.map(() => 1));
    const late = attack.join();
    await attack.simulation.until(() => late.isJoined, 10_000);
  });

  it("stays in the one log, whoever spoils it as often as they come back", { timeout: 60_000 }, async () => {
    const attack = new Attack(seed);
    await attack.begin(3, 1_000_000);
    const { groupId } = attack;
    for (let time = 0; time < 12; time += 1) {
      const rogue = new Rogue(attack.simulation, `Rogue ${time}`);
      attack.invariants.guests.push(rogue.devicePublicKey);
      await rogue.join();
      await garbage(attack, rogue);
      await attack.simulation.untilTogether(attack.members, 20_000);
    }
    await attack.end();
    expect(attack.groupId).toEqual(groupId);
    expect(attack.members.map(({ calls }) => calls)).toEqual([1, 1, 1]);
    table.add("comes back twelve times, and appends garbage each time", attack.told, "", "as the author");
  });

  it(
    "goes on in another log, without both, when somebody backs another's garbage",
    { timeout: 60_000 },
    async () => {
      const { attack, rogue } = await withRogue();
      const second = new Rogue(attack.simulation, "Accomplice");
      attack.invariants.guests.push(second.devicePublicKey);
      await second.join();
      await rogue.followLog();
      await attack.simulation.run(5_000);
      const secret = asCapability(bytesOf(attack, 32));
      await rogue.append(bytesOf(attack, 500), capabilityHash(secret));
      await second.publishBeyond(rogue.epoch.number + 1, secret);
      const since = attack.simulation.now;
      await attack.simulation.untilTogether(attack.members, WITHOUT_MS);
      const seconds = ((attack.simulation.now - since) / 1000).toFixed(1);
      await attack.end();
      expect(attack.told).toMatch(/by Rogue \(3×\).*what follows a commit that is refused, by Accomplice/);
      expect(attack.members.map(({ calls }) => calls)).toEqual([1, 1, 1]);
      const what = "appends garbage, and has an accomplice who writes after it";
      table.add(what, attack.told, `${seconds} s`, "both as authors");
    },
  );
});
