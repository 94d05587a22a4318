import { asEpoch } from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import { toSequence, type LogEntry } from "../messages/index.ts";
import { defaultLimits } from "./limits.ts";
import { memoryStorage } from "./storage/index.ts";
import { delayedStorage } from "./testing/delayedStorage.ts";
import { capabilityOf, groupId, serverOn, text, textOf } from "./testing/fixtures.ts";
import { SeededRandom } from "./testing/seededRandom.ts";
import { createGroup, publish } from "./testing/requests.ts";
import { TestClient } from "./testing/testClient.ts";
import { commitMark } from "./testing/writers.ts";

/** Set SOTTO_SEED to repeat a failure. */
const seed = Number(process.env.SOTTO_SEED ?? Date.now() % 1_000_000_007);

/**
 * A member reduced to what the order of a log rests on: it applies entries strictly in order, offers commits in
 * the epoch it has reached, and takes a conflict's entries or its subscription's, whichever come first.
 */
class Follower {
  readonly log: LogEntry[] = [];
  readonly #client: TestClient;
  readonly #name: string;
  readonly #by: number;
  #taken = 0;
  epoch = 0;

  constructor(client: TestClient, index: number) {
    this.#client = client;
    this.#name = `member ${index}`;
    this.#by = index;
  }

  async subscribe(from: number): Promise<void> {
    const reply = await this.#client.ask({ type: "subscribe", groupId, fromSequence: toSequence(from) });
    expect(reply.type).toBe("subscribed");
    this.takePushed();
  }

  /** Follows what was pushed until now. */
  takePushed(): void {
    const entries = this.#client.entries;
    for (const entry of entries.slice(this.#taken)) if (entry.kind !== "knock") this.#follow(entry);
    this.#taken = entries.length;
  }

  async offerCommit(): Promise<"won" | "lost"> {
    const epoch = this.epoch;
    const blob = text(`${this.#name} ends ${epoch}`);
    const reply = await this.#client.ask({
      type: "append",
      groupId,
      epoch: asEpoch(epoch),
      capability: capabilityOf(epoch),
      mark: commitMark(epoch, blob, { by: this.#by }),
      blob,
    });
    this.takePushed();
    if (reply.type === "appended") {
      expect(reply.epoch).toBe(epoch + 1);
      return "won";
    }
    if (reply.type !== "conflict") throw new Error(`unexpected ${reply.type}`);
    expect(reply.epoch).toBeGreaterThan(epoch);
    for (const entry of reply.entries) this.#follow(entry);
    return "lost";
  }

  /** True if the log took it, false if the epoch had moved on. */
  async say(number: number): Promise<boolean> {
    const reply = await this.#client.ask(publish(this.epoch, `${this.#name} says ${number}`));
    this.takePushed();
    if (reply.type === "error") expect(reply.code).toBe("keyserver/bad-capability");
    return reply.type === "published";
  }

  async reachedEntry(count: number): Promise<void> {
    await this.#client.until(() => {
      this.takePushed();
      return this.log.length >= count;
    });
  }

  #follow({ sequence, kind, epoch, mark, blob }: LogEntry): void {
    const entry = { sequence, kind, epoch, mark, blob } as LogEntry;
    const next = (this.log.at(-1)?.sequence ?? sequence - 1) + 1;
    // A conflict may tell of entries ahead of the subscription, which then brings them again.
    if (sequence < next) {
      expect(this.log.find((other) => other.sequence === sequence)).toEqual(entry);
      return;
    }
    if (sequence > next) return;
    expect(epoch).toBe(this.epoch);
    this.log.push(entry);
    if (kind === "commit") this.epoch += 1;
  }
}

describe(`many writers on one log, seed ${seed}`, () => {
  it.each([
    { processes: 1, late: false },
    { processes: 1, late: true },
    { processes: 3, late: true },
  ])(
    "end with one log, one commit for each epoch: $processes process(es), store answering late: $late",
    async ({ processes, late }) => {
      const random = new SeededRandom(seed);
      const store = memoryStorage(defaultLimits.storage);
      const unlimited = { requests: { burst: 1e9, perSecond: 1e9 } };
      const servers = Array.from({ length: processes }, () =>
        serverOn(late ? delayedStorage(store, random) : store, unlimited),
      );
      const followers = Array.from({ length: 6 }, (_, index) => {
        const server = servers[index % processes];
        if (server === undefined) throw new Error("no server");
        return new Follower(new TestClient(server.core), index);
      });
      const founders = servers.map(({ core }) => new TestClient(core));
      const states = await Promise.all(founders.map((founder) => founder.ask(createGroup)));
      expect(states.filter((state) => state.type === "groupState" && state.created).length).toBe(1);
      const first = states[0]?.type === "groupState" ? states[0].nextSequence : 0;

      const won: string[] = [];
      let said = 0;
      await Promise.all(
        followers.map(async (follower, index) => {
          await follower.subscribe(first);
          for (let turn = 0; turn < 25; turn += 1) {
            const epoch = follower.epoch;
            if (random.below(3) > 0) {
              if ((await follower.offerCommit()) === "won") won.push(`member ${index} ends ${epoch}`);
            } else if (await follower.say(turn)) said += 1;
            if (random.below(4) === 0) await new Promise((resolve) => setImmediate(resolve));
          }
        }),
      );

      const total = won.length + said;
      await Promise.all(followers.map((follower) => follower.reachedEntry(total)));
      const [reference] = followers;
      const log = reference?.log ?? [];
      expect(log.map(({ sequence }) => sequence)).toEqual(log.map((_, index) => first + index));
      const commits = log.filter(({ kind }) => kind === "commit");
      expect(commits.map(({ epoch }) => epoch)).toEqual(commits.map((_, index) => index));
      expect(commits.map(({ blob }) => textOf(blob)).sort()).toEqual(won.sort());
      expect(log.length).toBe(total);
      for (const follower of followers) expect(follower.log).toEqual(log);
      expect(servers.flatMap(({ failures }) => failures)).toEqual([]);
    },
  );
});
