import { afterAll, describe, expect, it } from "vitest";
import { asCapability, asEpoch } from "@sotto/shared/ids";
import type { ClientMessage, Entry, Mail, ServerMessage } from "../../messages/index.ts";
import { openBlob, sealBlob, type SealKind } from "../seal/index.ts";
import { Attack, AttackTable, isEntry } from "../testing/attack.ts";
import { Rogue } from "../testing/rogue.ts";
import { areTogether } from "../testing/areTogether.ts";
import type { SimulatedMember } from "../testing/simulatedMember.ts";
import { newSeed } from "../testing/simulation.ts";
import { cutShort, flip, tamper, type Outcomes, type TamperingOptions } from "../testing/tampering.ts";

const seed = newSeed();
const table = new AttackTable(
  ...["said by the key server", "bytes", "change", "tried", "connection given up", "refused"],
  ...["without effect", "joined anew", "in the call again"],
);

/** The keys are refreshed so often that commits need not be waited for, ms. */
const ROTATE_MS = 1_000;
/** Where a wrong commit costs the member its place, others should not be too busy until it is back. */
const unhurried = { rotateMs: 4_000 };
/** Who verifies a knock is who lets in. */
const alone = { people: 1, rotateMs: 30_000 };

interface Setting {
  readonly attack: Attack;
  readonly options: TamperingOptions;
}
type MakeSetting = () => Promise<Setting>;
type IsMeant = (message: ServerMessage) => boolean;

const of =
  (type: ServerMessage["type"]): IsMeant =>
  (message) =>
    message.type === type;

type More = (attack: Attack, victim: () => SimulatedMember) => Promise<Partial<TamperingOptions>>;
const nothingMore: More = () => Promise.resolve({});

interface Circumstances {
  readonly people: number;
  readonly rotateMs: number;
}

/** Two in a call, the second of whom is told wrong things; or one who is alone. */
function toMember(
  isMeant: IsMeant,
  more: More = nothingMore,
  { people = 2, rotateMs = ROTATE_MS }: Partial<Circumstances> = {},
): MakeSetting {
  return async () => {
    const attack = new Attack(seed);
    await attack.begin(people, rotateMs);
    const victim = attack.members.at(-1)!;
    const options: TamperingOptions = {
      concerns: (to, message) => to === victim && isMeant(message),
      provoke: () => undefined,
      settled: () => areTogether(attack.members),
      ...(await more(attack, () => victim)),
    };
    return { attack, options };
  };
}

/** Somebody who comes into a call of one, and is told wrong things. */
function toJoiner(isMeant: IsMeant, more: More = nothingMore): MakeSetting {
  return async () => {
    const attack = new Attack(seed);
    await attack.begin(1, 30_000);
    let joiner: SimulatedMember | undefined;
    const provoke = () => {
      // Somebody else each time, for who is in the call is told nothing of the kind any more.
      if (joiner?.isJoined === true) {
        joiner.leave();
        attack.members = attack.members.slice(0, 1);
        joiner = undefined;
      }
      joiner ??= attack.join();
    };
    const options: TamperingOptions = {
      concerns: (to, message) => to === joiner && isMeant(message),
      provoke,
      settled: () => true,
      ...(await more(attack, () => joiner!)),
    };
    return { attack, options };
  };
}

/** Changes what is under the seal: the key server knows the link. */
function underTheSeal(kind: SealKind): More {
  return async (attack) => {
    const rogue = new Rogue(attack.simulation);
    const { keys } = await rogue.find();
    const random = (length: number) => attack.simulation.random.bytes(length);
    return {
      changeWithin: (message, change) => {
        const { blob } = message as Entry | Mail;
        const id = message.type === "mail" ? message.mailboxId : keys.groupId;
        const place = { kind, id, ...(kind === "commit" && { epoch: (message as Entry).epoch }) };
        const opened = openBlob(keys.outerSealKey, place, blob);
        return { ...(message as Entry), blob: sealBlob(keys.outerSealKey, place, change(opened), random) };
      },
    };
  };
}

const both =
  (one: More, other: More): More =>
  async (...stage) => ({ ...(await one(...stage)), ...(await other(...stage)) });
/** A member that is out of the call for each place would take too long for all of them. */
const everyFourth = (more: More): More => both(more, () => Promise.resolve({ stride: 4 }));

/** Somebody with the link knocks, and only the member in question hears it. */
const knocking: More = async (attack, victim) => {
  const rogue = new Rogue(attack.simulation);
  await rogue.find();
  attack.invariants.guests.push(rogue.devicePublicKey);
  const tells = (to: SimulatedMember, message: ServerMessage) =>
    isEntry(message, "knock") && to !== victim() ? [] : [message];
  return { provoke: () => rogue.knockAnew(), conduct: { tells } };
};

const isCommit: IsMeant = (message) => isEntry(message, "commit");
const isMessage: IsMeant = (message) => isEntry(message, "application");
const isKnock: IsMeant = (message) => isEntry(message, "knock");

const reconnecting: More = (_, victim) => Promise.resolve({ provoke: () => victim().cut() });
const forgetting: More = (attack) => Promise.resolve({ provoke: () => attack.simulation.restartServer() });
/** The member's commit comes too late. */
const late: More = (_, victim) => {
  const takes = (from: SimulatedMember, message: ClientMessage): ClientMessage =>
    from === victim() && message.type === "append"
      ? { ...message, epoch: asEpoch(message.epoch - 1) }
      : message;
  return Promise.resolve({ conduct: { takes } });
};
/** What the member publishes comes with a capability that is none. */
const unauthorised: More = (attack, victim) => {
  const takes = (from: SimulatedMember, message: ClientMessage): ClientMessage =>
    from === victim() && message.type === "publish"
      ? { ...message, capability: asCapability(attack.simulation.random.bytes(32)) }
      : message;
  return Promise.resolve({ conduct: { takes } });
};

const settings: Readonly<Record<string, MakeSetting>> = {
  hello: toMember(of("hello"), reconnecting),
  groupState: toMember(of("groupState"), forgetting),
  subscribed: toMember(of("subscribed"), reconnecting),
  published: toMember(of("published")),
  appended: toMember(of("appended")),
  conflict: toMember(of("conflict"), late),
  error: toMember(of("error"), unauthorised),
  "entry with a message": toMember(isMessage),
  "entry with a commit": toMember(isCommit, nothingMore, unhurried),
  "entry with a knock": toMember(isKnock, knocking, alone),
  "mailbox with an announcement": toJoiner((message) => message.type === "mailbox" && message.found),
  ok: toJoiner(of("ok")),
  knocked: toJoiner(of("knocked")),
  "mail with a Welcome": toJoiner(of("mail")),
  "a message, under the seal": toMember(isMessage, underTheSeal("application")),
  "a commit, under the seal": toMember(isCommit, everyFourth(underTheSeal("commit")), unhurried),
  "a knock, under the seal": toMember(isKnock, both(knocking, underTheSeal("knock")), alone),
  "a Welcome, under the seal": toJoiner(of("mail"), underTheSeal("welcome")),
};

/** What proves whose an entry is: a key and a signature. It counts only for an entry that does not open. */
const AUTHORSHIP = 32 + 64;
/** What an author has read of the log, or a commit that theirs takes the place of: what opens stands for itself. */
const PLACE = 8;
/** What our own commit says of the next epoch, which we know better: a hash, and two lists without entries. */
const OWN_CLAIMS = 32 + 2 * 2;

/** Bytes that say nothing that could be believed wrongly: ids of requests and groups, places in the log, a mailbox. */
const mayBeChanged: Readonly<Record<string, number>> = {
  "entry with a message": 24 + PLACE + AUTHORSHIP,
  "entry with a commit": 24 + PLACE + AUTHORSHIP + OWN_CLAIMS,
  "entry with a knock": 24,
  "mail with a Welcome": 24,
  "a message, under the seal": 0,
  "a commit, under the seal": 0,
  "a knock, under the seal": 16,
  "a Welcome, under the seal": 4,
};

describe(`every byte of what the key server says, seed ${seed}`, () => {
  afterAll(() => process.stdout.write(`\n${table.toString()}\n`));

  const changes = [
    ["cut short", cutShort],
    ["one byte", flip],
  ] as const;
  const cases = Object.entries(settings).flatMap(([kind, make]) =>
    changes.map(([name, change]) => ({ kind, make, name, change })),
  );

  it.each(cases)("$kind: $name", { timeout: 300_000 }, async ({ kind, make, name, change }) => {
    const { attack, options } = await make();
    const outcomes = await tamper(attack, change, options);
    await attack.end();
    addRow(kind, name, outcomes, attack);
    expect(outcomes.tried).toBeGreaterThan(5);
    // What a seal or a signature covers is refused at every place.
    expect(outcomes.ignored).toBeLessThanOrEqual(mayBeChanged[kind] ?? outcomes.tried);
  });
});

function addRow(kind: string, change: string, outcomes: Outcomes, attack: Attack): void {
  const { tried, cut, refused, ignored, rejoined } = outcomes;
  table.add(
    kind,
    String(tried),
    change,
    ...[tried, cut, refused, ignored, rejoined].map(String),
    attack.recovered,
  );
}
