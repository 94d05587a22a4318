import { asCapabilityHash } from "@sotto/shared/ids";
import { afterAll, describe, expect, it } from "vitest";
import type { Mail, ServerMessage } from "../../messages/index.ts";
import { Attack, AttackTable, isEntry } from "../testing/attack.ts";
import { Rogue } from "../testing/rogue.ts";
import type { SimulatedMember } from "../testing/simulatedMember.ts";
import { newSeed } from "../testing/simulation.ts";

const seed = newSeed();
const table = new AttackTable("the key server", "what the members do", "together after");

/** How long each attack goes on, ms. */
const MINUTE = 60_000;

interface Scenario {
  readonly what: string;
  readonly run: (attack: Attack) => Promise<void>;
  /** Something that the members must have said or shown, so that nothing passes in silence. */
  readonly loud?: RegExp;
}

const scenarios: readonly Scenario[] = [
  {
    what: "drops every third message",
    run: async (attack) => {
      let count = 0;
      await attack.conduct({ tells: (_, message) => ((count += 1) % 3 === 0 ? [] : [message]) }, MINUTE);
    },
  },
  {
    what: "keeps all commits from one member",
    run: (attack) =>
      attack.conduct(
        { tells: (to, m) => (to === attack.members[1] && isEntry(m, "commit") ? [] : [m]) },
        MINUTE,
      ),
    loud: /keyserver-away|joins anew/,
  },
  {
    what: "keeps one member in the past: nothing new, and what it asks is not answered",
    run: (attack) => {
      const victim = attack.members[1];
      const isNew = (m: ServerMessage) => m.type !== "hello" && m.type !== "mailbox";
      return attack.conduct({ tells: (to, m) => (to === victim && isNew(m) ? [] : [m]) }, MINUTE);
    },
    loud: /keyserver-away|rotation-late/,
  },
  {
    what: "takes requests and never answers them",
    run: (attack) => attack.conduct({ takes: (_, m) => (m.type === "append" ? undefined : m) }, MINUTE),
    loud: /rotation-late/,
  },
  {
    what: "delays everything by up to 10 s",
    run: async (attack) => {
      attack.simulation.network.faults = { lost: 0, doubled: 0, overtaking: 0, delayMs: 10_000 };
      await attack.simulation.run(MINUTE);
    },
  },
  {
    what: "reorders everything",
    run: async (attack) => {
      attack.simulation.network.faults = { lost: 0, doubled: 0, overtaking: 1_000, delayMs: 1_000 };
      await attack.simulation.run(MINUTE);
    },
  },
  { what: "says everything twice", run: (attack) => attack.conduct({ tells: (_, m) => [m, m] }, MINUTE) },
  {
    what: "plays an old commit back as a new one",
    run: async (attack) => {
      await attack.write("commit", (await attack.record("commit", -2)).blob);
      await attack.simulation.run(MINUTE);
    },
    loud: /refuses: the blob does not open/,
  },
  {
    what: "plays old messages back as new ones",
    run: async (attack) => {
      for (const place of [-1, -2, -3])
        await attack.write("application", (await attack.record("application", place)).blob);
      await attack.simulation.run(MINUTE);
    },
    loud: /refuses: /,
  },
  {
    what: "injects a commit of random bytes",
    run: async (attack) => {
      await attack.write("commit", attack.simulation.random.bytes(900));
      await attack.simulation.run(MINUTE);
    },
    loud: /refuses: the blob does not open/,
  },
  {
    what: "has the link, and injects a sealed commit of somebody who is not in the call",
    run: async (attack) => {
      const rogue = new Rogue(attack.simulation);
      attack.invariants.guests.push(rogue.devicePublicKey);
      await rogue.join();
      await attack.simulation.run(1_000);
      await rogue.publishData(Uint8Array.of(2));
      await attack.simulation.untilTogether(attack.members, 10_000);
      const { epoch, selfLeaf } = attack.members[0]!.epoch;
      await attack.write("commit", await rogue.sealedRemovalOf(selfLeaf, epoch));
      await attack.simulation.run(MINUTE);
    },
    loud: /refuses: /,
  },
  {
    what: "has the link, and adds a ghost by a commit that nobody in the call made",
    run: async (attack) => {
      const rogue = new Rogue(attack.simulation);
      await rogue.find();
      await attack.write("commit", await rogue.sealedStrangersCommit(attack.members[0]!.epoch.epoch));
      await attack.simulation.run(MINUTE);
    },
    loud: /refuses: /,
  },
  {
    what: "brings a removed member back with its old knock",
    run: async (attack) => {
      const knocks: Uint8Array[] = [];
      attack.simulation.server = {
        takes: (_, m) => {
          if (m.type === "knock") knocks.push(m.blob);
          return m;
        },
        tells: (_, m) => [m],
      };
      const guest = attack.join();
      await attack.simulation.untilTogether(attack.members, 10_000);
      guest.leave();
      attack.members = attack.members.filter((member) => member !== guest);
      await attack.simulation.untilTogether(attack.members, 10_000);
      const rogue = new Rogue(attack.simulation);
      await rogue.ask({ type: "knock", groupId: (await rogue.find()).keys.groupId, blob: knocks.at(-1)! });
      // Its leaf is in the list of people again, for all to see, until its silence is noticed.
      await attack.simulation.until(() => attack.members[0]!.epoch.roster.length === 4, 10_000);
      attack.note("show it in the list of people, and remove it for its silence");
      await attack.simulation.run(MINUTE);
    },
  },
  {
    what: "swaps the Welcomes of two joiners",
    run: async (attack) => {
      const mails: { to: SimulatedMember; mail: Mail }[] = [];
      attack.simulation.server = {
        takes: (_, m) => m,
        tells: (to, m) => {
          if (m.type !== "mail" || mails.length >= 2) return [m];
          mails.push({ to, mail: m });
          const [one, other] = mails;
          if (other === undefined) return [];
          one!.to.tell({ ...one!.mail, blob: other.mail.blob });
          return [{ ...other.mail, blob: one!.mail.blob }];
        },
      };
      const joiners = [attack.join(), attack.join()];
      await attack.simulation.until(() => joiners.every(({ isJoined }) => isJoined), 30_000);
    },
    loud: /refuses: mail/,
  },
  {
    what: "gives a joiner the Welcome of an older epoch",
    run: async (attack) => {
      let first: Mail | undefined;
      const joiner = attack.simulation.add({ rotateMs: 5_000 });
      attack.members.push(joiner);
      attack.simulation.server = {
        takes: (_, m) => m,
        tells: (_, m) => {
          if (m.type !== "mail") return [m];
          first ??= m;
          return [];
        },
      };
      joiner.connect();
      await attack.simulation.run(11_000);
      joiner.tell(first!);
      await attack.simulation.run(20_000);
    },
  },
  {
    what: "puts another knock in the place of a joiner's",
    run: async (attack) => {
      const stale: Uint8Array[] = [];
      attack.simulation.server = {
        takes: (_, m) => {
          if (m.type !== "knock") return m;
          stale.push(m.blob);
          return stale.length < 6 ? { ...m, blob: stale[0]! } : m;
        },
        tells: (_, m) => [m],
      };
      attack.join();
      attack.join();
      await attack.simulation.run(20_000);
    },
  },
  {
    what: "has the link, and changes the key in a joiner's key package",
    run: async (attack) => {
      const rogue = new Rogue(attack.simulation);
      await rogue.find();
      attack.simulation.server = {
        takes: (_, m) => (m.type === "knock" ? { ...m, blob: rogue.withOtherKey(m.blob) } : m),
        tells: (_, m) => [m],
      };
      attack.join();
      await attack.simulation.run(20_000);
    },
    loud: /refuses: a knock that does not verify/,
  },
  {
    what: "forgets everything, four times",
    run: async (attack) => {
      for (let time = 0; time < 4; time += 1) {
        attack.simulation.restartServer();
        await attack.simulation.run(attack.simulation.random.below(8_000));
      }
    },
  },
  {
    what: "forgets everything and makes the log anew with a capability of its own",
    run: async (attack) => {
      const { groupId } = attack;
      const { epoch } = attack.members[0]!.epoch;
      attack.simulation.restartServer();
      const hash = asCapabilityHash(attack.simulation.random.bytes(32));
      await new Rogue(attack.simulation).ask({
        type: "createGroup",
        groupId,
        epoch,
        capabilityHash: hash,
        writers: [],
      });
      await attack.simulation.run(MINUTE);
    },
  },
  {
    what: "names other epochs and places than there are",
    run: (attack) => {
      const lie = (value: number) => Math.max(0, value + attack.simulation.random.below(5) - 2);
      return attack.conduct(
        {
          tells: (_, m) => {
            if (m.type === "subscribed")
              return [{ ...m, epoch: lie(m.epoch), nextSequence: lie(m.nextSequence) } as never];
            if (m.type === "groupState") return [{ ...m, epoch: lie(m.epoch) } as never];
            return [m];
          },
        },
        MINUTE,
      );
    },
  },
  {
    what: "lies about the time by up to an hour",
    run: async (attack) => {
      attack.simulation.server = {
        takes: (_, m) => m,
        tells: (_, m) => {
          const lie = attack.simulation.random.below(7_200_000) - 3_600_000;
          return [m.type === "hello" ? { ...m, timeMs: m.timeMs + lie } : m];
        },
      };
      for (const member of attack.members) member.cut();
      attack.join();
      await attack.simulation.run(MINUTE);
      // Who was told a lie is told the truth when it connects again.
      attack.simulation.server = { takes: (_, m) => m, tells: (_, m) => [m] };
      for (const member of attack.members) member.cut();
    },
  },
  {
    what: "answers with errors",
    run: (attack) => {
      const codes = [
        "unknown-group",
        "bad-capability",
        "stale-epoch",
        "trimmed",
        "rate",
        "limit",
        "internal",
      ] as const;
      return attack.conduct(
        {
          tells: (_, m) => {
            if (m.requestId === 0 || attack.simulation.random.below(2) === 0) return [m];
            const code = codes[attack.simulation.random.below(codes.length)]!;
            return [{ type: "error", requestId: m.requestId, code: `keyserver/${code}`, message: "" }];
          },
        },
        MINUTE,
      );
    },
  },
  {
    what: "says that commits were taken, and keeps them",
    run: (attack) =>
      attack.conduct(
        {
          takes: (from, m) => {
            if (m.type !== "append") return m;
            from.tell({
              type: "appended",
              requestId: m.requestId,
              epoch: (m.epoch + 1) as never,
              sequence: 1 as never,
            });
            return undefined;
          },
        },
        MINUTE,
      ),
    loud: /rotation-late/,
  },
  {
    what: "speaks gibberish",
    run: (attack) =>
      attack.conduct(
        {
          tells: (_, m) =>
            attack.simulation.random.below(5) === 0 ? [attack.simulation.random.bytes(40)] : [m],
        },
        MINUTE,
      ),
  },
];

describe(`against a hostile key server, seed ${seed}`, () => {
  afterAll(() => process.stdout.write(`\n${table.toString()}\n`));

  it.each(scenarios)("loses nothing but time: it $what", { timeout: 60_000 }, async ({ what, run, loud }) => {
    const attack = new Attack(seed);
    await attack.begin();
    await run(attack);
    await attack.end();
    table.add(what, attack.told, attack.recovered);
    // Whatever it does, nobody who does as they should is blamed.
    expect(attack.told).not.toMatch(/, by P\d/);
    if (loud !== undefined) expect(attack.told).toMatch(loud);
  });
});
