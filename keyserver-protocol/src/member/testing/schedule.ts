import type { HostAction, Role } from "../api.ts";
import { areTogether } from "./areTogether.ts";
import { Invariants, type Allowances } from "./invariants.ts";
import type { SimulatedMember } from "./simulatedMember.ts";
import { Mischief } from "./mischief.ts";
import { HONEST_SERVER } from "./serverConduct.ts";
import { ScheduleFailure, USUAL, type ScheduleOptions, type ScheduleReport } from "./scheduleReport.ts";
import { Simulation } from "./simulation.ts";
import { Spy } from "./spy.ts";
import { useSynchronousCrypto } from "./synchronousCrypto.ts";

/** At the end everything works, and after so long everybody must be together, ms. */
const REST_MS = 180_000;
/** The longest that a laptop sleeps, ms. */
const LONGEST_SLEEP_MS = 600_000;
/** An answer that is lost is noticed after up to so long; time to wait in a bad network, ms. */
const LONGEST_TROUBLE_MS = 40_000;

/** What kind of a run a seed stands for. */
interface Character {
  readonly most: number;
  readonly rotateMs: number;
  readonly happenings: number;
  readonly pauseMs: number;
  readonly isNetworkFaulty: boolean;
  readonly doesServerForget: boolean;
  /** Whether hosts make use of their rights. */
  readonly isGoverned: boolean;
  /** Whether there is somebody who keeps all keys, and goes. */
  readonly isSpiedUpon: boolean;
}

/** How somebody may end without being the worse for it. */
const SENT_AWAY = ["call/removed", "call/banned", "call/refused"];
/** How often hosts look after the call once all is well, ms. */
const ROUND_MS = 5_000;

/** Lets a random call happen: the same for the same seed. Throws ScheduleFailure. */
export async function runSchedule(
  seed: number,
  given: Partial<ScheduleOptions> = {},
): Promise<ScheduleReport> {
  const options = { ...USUAL, ...given };
  useSynchronousCrypto(seed);
  const schedule = new Schedule(seed, options);
  try {
    return await schedule.run();
  } catch (cause) {
    throw new ScheduleFailure(seed, options, schedule.happened.join("\n"), schedule.simulation, cause);
  }
}

class Schedule {
  readonly simulation: Simulation;
  /** What was done to the members, for the message of a failed run. */
  readonly happened: string[] = [];
  readonly #options: ScheduleOptions;
  readonly #character: Character;
  readonly #invariants: Invariants;
  /** Members that should be in the call when all is well again. */
  #live: SimulatedMember[] = [];
  #said = 0;
  #spy: Spy | undefined;

  constructor(seed: number, options: ScheduleOptions) {
    this.simulation = new Simulation(seed);
    this.#options = options;
    this.#character = this.#draw();
    const allowances: Allowances = {
      histories: this.#character.doesServerForget ? "several" : "one",
      failures: SENT_AWAY,
    };
    this.#invariants = new Invariants(this.simulation, allowances);
  }

  async run(): Promise<ScheduleReport> {
    const { simulation } = this;
    const { happenings, pauseMs } = this.#character;
    this.#note(JSON.stringify(this.#character));
    this.#join();
    for (let count = 0; count < happenings; count += 1) {
      this.#happen();
      await simulation.run(this.#below(pauseMs));
      await this.#spyOn(count / happenings);
    }
    await this.#rest();
    return {
      steps: simulation.steps,
      virtualMs: simulation.now - simulation.beginning,
      epochs: this.#invariants.epochs,
      frames: this.#invariants.frames,
      members: simulation.members.length,
      hash: simulation.hash(),
    };
  }

  #draw(): Character {
    const size = this.#below(100);
    const doesServerForget = this.#options.isHostile || this.#below(4) === 0;
    const isSpiedUpon = !doesServerForget && this.#below(3) === 0;
    // A short period means many epochs, and so a short run.
    const rotateMs = [2_000, 5_000, 30_000][this.#below(3)] ?? 30_000;
    return {
      most: size < 70 ? 2 + this.#below(3) : size < 95 ? 5 + this.#below(3) : 8 + this.#below(5),
      rotateMs,
      happenings: 10 + this.#below(30),
      pauseMs: [500, 2_000, rotateMs][this.#below(3)] ?? 500,
      isNetworkFaulty: this.#below(2) === 0,
      doesServerForget,
      isGoverned: !isSpiedUpon && this.#below(3) === 0,
      isSpiedUpon,
    };
  }

  /** One thing happens, more or less probable. */
  #happen(): void {
    const { most, isNetworkFaulty, doesServerForget, isGoverned } = this.#character;
    const chance = this.#below(100);
    this.#live = this.#live.filter(({ isAlive }) => isAlive);
    if (this.#options.isHostile && this.#below(4) === 0) return this.#harm();
    const member = this.#live[this.#below(this.#live.length)];
    if (isGoverned && member !== undefined && this.#below(5) === 0) return this.#govern(member);
    if (member === undefined || (chance < 30 && this.#live.length < most)) return this.#join();
    if (chance < 40) return this.#depart(member, "leave");
    if (chance < 46) return this.#depart(member, "kill");
    if (chance < 52) return this.#reload(member);
    if (chance < 60) return this.#cut(member);
    if (chance < 66) return this.#sleep(member);
    if (chance < 72) return this.#partition();
    if (chance < 78) return this.simulation.network.heal();
    if (chance < 84) return this.#say(member);
    if (chance < 88) return this.#hint(member);
    if (chance < 92 && isNetworkFaulty) return this.#spoilNetwork();
    if (chance < 95) return this.#stall();
    if (chance < 97 && doesServerForget) return this.#forget();
    if (chance < 98) return this.#restartConnections();
    return this.#govern(member);
  }

  #join(options: Parameters<Simulation["add"]>[0] = {}): void {
    const { rotateMs } = this.#character;
    const clockErrorMs = this.#below(4) === 0 ? this.#below(600_000) - 300_000 : 0;
    const member = this.simulation.add({ rotateMs, suite: this.#options.suite, clockErrorMs, ...options });
    this.#note(`${member.options.name} comes`);
    this.#live.push(member);
    member.setChannel(true);
    member.connect();
  }

  #depart(member: SimulatedMember, how: "leave" | "kill"): void {
    if (member.isAsleep && how === "leave") return;
    this.#note(`${member.options.name}: ${how}`);
    member[how]();
    this.#live = this.#live.filter((other) => other !== member);
  }

  /** The page is loaded again: a new process with the device and the tab of the old one. */
  #reload(member: SimulatedMember): void {
    const { device, tabSecret, clockErrorMs } = member.options;
    this.#depart(member, "kill");
    this.#join({ device, tabSecret, clockErrorMs });
  }

  #cut(member: SimulatedMember): void {
    this.#note(`${member.options.name}: connection breaks`);
    member.cut();
  }

  #sleep(member: SimulatedMember): void {
    const long = this.#character.rotateMs >= 30_000 && this.#below(3) === 0;
    const ms = this.#below(long ? LONGEST_SLEEP_MS : LONGEST_TROUBLE_MS);
    this.#note(`${member.options.name}: sleeps for ${ms} ms`);
    member.sleep(ms);
  }

  #partition(): void {
    const away = this.#live.filter(() => this.#below(2) === 0);
    this.#note(`cut off: ${namesOf(away)}`);
    this.simulation.network.cutOff(away);
    this.#later(LONGEST_TROUBLE_MS, () => this.simulation.network.heal());
  }

  #say(member: SimulatedMember): void {
    this.#said += 1;
    const id = new Uint8Array(16);
    new DataView(id.buffer).setUint32(0, this.#said);
    member.publish({ type: "chat", id, text: String(this.#said) });
  }

  #hint(member: SimulatedMember): void {
    const witness = this.#live[this.#below(this.#live.length)];
    const isKnown = witness?.isJoined === true && witness.sees(member);
    if (witness !== undefined && isKnown && witness !== member) witness.hintGone(member);
  }

  #spoilNetwork(): void {
    const share = () => (this.#below(2) === 0 ? 0 : this.#below(200));
    const faults = { lost: share(), doubled: share(), overtaking: share(), delayMs: this.#below(3_000) };
    this.#note(`faults: ${JSON.stringify(faults)}`);
    this.simulation.network.faults = faults;
    this.#later(LONGEST_TROUBLE_MS, () => this.simulation.network.heal());
  }

  #stall(): void {
    const ms = this.#below(LONGEST_TROUBLE_MS / 2);
    this.#note(`the key server stands still for ${ms} ms`);
    this.simulation.network.stallUntil(this.simulation.now + ms);
  }

  #forget(): void {
    this.#note("the key server forgets everything");
    this.simulation.restartServer();
  }

  #restartConnections(): void {
    this.#note("all connections break");
    for (const member of this.#live) member.cut();
  }

  /** A host does something that only hosts may. */
  #govern(member: SimulatedMember): void {
    if (!member.isJoined || member.isAsleep || member.governed.role === "guest") return;
    const other = this.#live[this.#below(this.#live.length)];
    const action = this.#actionOf(member, other !== undefined && member.sees(other) ? other : member);
    this.#note(
      `${member.options.name}: ${action.kind} ${action.kind === "policy" ? JSON.stringify(action.change) : ""}`,
    );
    member.act(action);
  }

  #actionOf(member: SimulatedMember, other: SimulatedMember): HostAction {
    const participantId = member.idOf(other);
    switch (this.#below(6)) {
      case 0:
        return { kind: "policy", change: { lobby: this.#below(2) === 0 } };
      case 1:
        return { kind: "policy", change: { locked: this.#below(3) === 0 } };
      case 2:
        return { kind: "role", participantId, role: ["host", "cohost", "guest"][this.#below(3)] as Role };
      case 3:
        return { kind: "remove", participantId, ban: this.#below(2) === 0 };
      default:
        return { kind: "admitAll" };
    }
  }

  /** The key server means ill, now in this way and now in that. */
  #harm(): void {
    const { simulation } = this;
    const chance = this.#below(10);
    if (chance < 6) {
      this.#note("the key server plays tricks");
      simulation.server = new Mischief(simulation);
      this.#later(LONGEST_TROUBLE_MS, () => (simulation.server = HONEST_SERVER));
    } else if (chance < 7) {
      const apart = this.#live.filter(() => this.#below(2) === 0);
      const written = this.#live.flatMap(({ sent }) => sent).findLast(({ type }) => type === "publish");
      if (written?.type !== "publish") return;
      this.#note(`the key server splits the call: ${namesOf(apart)}`);
      simulation.at(simulation.now, () => simulation.fork(written.groupId, apart));
    } else if (chance < 8) {
      simulation.unite();
    } else {
      this.#forget();
    }
  }

  /** Everything works from now on: all who are there come together and hear each other. */
  async #rest(): Promise<void> {
    const { simulation } = this;
    this.#live = this.#live.filter(({ isAlive }) => isAlive);
    if (this.#live.length === 0) this.#join();
    this.#note("rest");
    simulation.network.heal();
    simulation.server = HONEST_SERVER;
    simulation.unite();
    // Whoever was told a wrong time is told the right one when it connects again.
    if (this.#options.isHostile) this.#restartConnections();
    await simulation.until(() => !this.#live.some(({ isAsleep }) => isAsleep), LONGEST_SLEEP_MS);
    const isTogether = await this.#openDoors();
    if (!isTogether) await this.#startOver();
    await simulation.until(() => this.#invariants.allHearAll(this.#live), REST_MS);
    await this.#tryAsSpy();
  }

  /** The spy comes in a quiet moment, behaves for half of the time, and goes. */
  async #spyOn(passed: number): Promise<void> {
    const { simulation } = this;
    if (!this.#character.isSpiedUpon || passed > 0.5) {
      if (this.#spy !== undefined) await this.#spy.leave();
      return;
    }
    const isQuiet =
      simulation.network.isWellAt(simulation.now) && !this.#live.some(({ isAsleep }) => isAsleep);
    if (this.#spy === undefined && isQuiet && areTogether(this.#live)) {
      const spy = new Spy(simulation);
      this.#invariants.guests.push(spy.devicePublicKey);
      // Who begins a call without the key server's time announces it where nobody looks, for a moment.
      if (!(await spy.findsCall())) return;
      this.#note("the spy comes");
      this.#spy = spy;
      await spy.join();
    }
    await this.#spy?.follow();
  }

  /** What somebody who was in the call makes of what came later, with all that they had and all that passed. */
  async #tryAsSpy(): Promise<void> {
    const spy = this.#spy;
    if (spy === undefined) return;
    if (!spy.keys.some((key) => this.#invariants.isKey(key))) throw new Error("the spy never had a key");
    await spy.tryEverything(this.#invariants.sent);
  }

  /** Hosts let everybody in who waits. Whether all come together. */
  async #openDoors(): Promise<boolean> {
    const { simulation } = this;
    const change = { lobby: false, locked: false };
    for (const end = simulation.now + REST_MS; simulation.now < end;) {
      for (const member of this.#live) {
        const isHost = member.isAlive && member.isJoined && member.governed.role !== "guest";
        const isClosed = isHost && (member.governed.policy.lobby || member.governed.policy.locked);
        if (isClosed) member.act({ kind: "policy", change });
      }
      this.#live = this.#live.filter(({ isAlive }) => isAlive);
      if (this.#live.length === 0) this.#join();
      if (await simulation.runUntil(() => areTogether(this.#live), ROUND_MS)) return true;
    }
    if (!this.#options.isHostile) throw new Error(`not together after ${REST_MS} ms of rest`);
    return false;
  }

  /** A key server can split a call for good, but not in silence. Who is warned comes back, and all are together. */
  async #startOver(): Promise<void> {
    const unaware = this.#live.filter(({ isJoined, integrity }) => isJoined && integrity === "ok");
    if (unaware.length === this.#live.length) throw new Error("a call is split, and nobody is told");
    this.#note("all load the page again");
    for (const member of [...this.#live]) this.#reload(member);
    if (!(await this.#openDoors())) throw new Error("not together after all loaded the page again");
  }

  #later(ms: number, run: () => void): void {
    this.simulation.at(this.simulation.now + this.#below(ms), async () => run());
  }

  #note(what: string): void {
    this.happened.push(`${this.simulation.now - this.simulation.beginning} ${what}`);
  }

  #below(limit: number): number {
    return this.simulation.random.below(limit);
  }
}

function namesOf(members: readonly SimulatedMember[]): string {
  return members.map(({ options }) => options.name).join(", ");
}
