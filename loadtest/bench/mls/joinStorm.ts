import { fork, spawn, type ChildProcess } from "node:child_process";
import { availableParallelism } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { SuiteName } from "@sotto/keyserver-protocol/member";
import { toBase64Url } from "@sotto/shared/codec";
import { random } from "./identities.ts";
import type { FromMembers, StormOrder, ToMembers, Whereabouts } from "./stormProtocol.ts";

/** Over how long the joiners come, ms. */
export const ARRIVALS_MS = 5_000;
/** A storm that takes longer is given up, ms. */
const GIVE_UP_MS = 90_000;
/** More processes than this make nothing faster: the log is one. */
const MOST_PROCESSES = 4;

/** What became of a storm. */
export interface StormResult {
  /** From the first joiner's arrival until all are in one epoch, ms. */
  readonly ms: number;
  /** Epochs that it took. */
  readonly epochs: number;
  readonly processes: number;
  /** CPU time of all members divided by their number, ms: about what one device spends. */
  readonly cpuMsPerMember: number;
  /** What members got from the key server and sent to it, on average. */
  readonly bytesReceivedPerMember: number;
  readonly bytesSentPerMember: number;
}

/**
 * Lets `size - 1` members join the call of one within five seconds, over a real key server in its own process. The
 * members are spread over as many processes as there are processors; even so a machine does the work of `size` devices.
 * Throws if they are not together in time.
 */
export async function joinStorm(size: number, suite: SuiteName): Promise<StormResult> {
  const keyserver = await startKeyserver();
  const count = Math.min(MOST_PROCESSES, availableParallelism(), size - 1);
  const order = { linkSecret: toBase64Url(random(32)), keyserverUrl: keyserver.url, suite };
  const creator = new Members({ ...order, arrivals: [0] });
  const arrivals = Array.from(
    { length: size - 1 },
    (_, index) => (index * ARRIVALS_MS) / Math.max(1, size - 2),
  );
  const joiners = Array.from(
    { length: count },
    (_, one) => new Members({ ...order, arrivals: arrivals.filter((_time, index) => index % count === one) }),
  );
  const all = [creator, ...joiners];
  try {
    await Promise.all(all.map(({ ready }) => ready));
    creator.say({ type: "go" });
    await until(() => creator.at !== undefined);
    const before = creator.at?.epoch ?? 0;
    const begin = performance.now();
    for (const members of joiners) members.say({ type: "go" });
    await until(() => all.every(({ at }) => at?.people === size && at.callCode === creator.at?.callCode));
    const ms = performance.now() - begin;
    const epochs = (creator.at?.epoch ?? 0) - before;
    const sums = await Promise.all(all.map((members) => members.stop()));
    const perMember = (pick: (sum: (typeof sums)[number]) => number) =>
      sums.reduce((total, sum) => total + pick(sum), 0) / size;
    return {
      ms,
      epochs,
      processes: count,
      cpuMsPerMember: perMember(({ cpuMs }) => cpuMs),
      bytesReceivedPerMember: perMember(({ bytesReceived }) => bytesReceived),
      bytesSentPerMember: perMember(({ bytesSent }) => bytesSent),
    };
  } finally {
    for (const members of all) members.kill();
    keyserver.process.kill();
  }
}

type Stopped = Extract<FromMembers, { type: "stopped" }>;

/** One process with members, and where they are. */
class Members {
  readonly ready: Promise<void>;
  at: Whereabouts | undefined;
  readonly #process: ChildProcess;
  readonly #stopped: Promise<Stopped>;

  constructor(order: StormOrder) {
    const script = fileURLToPath(new URL("stormMembers.ts", import.meta.url));
    this.#process = fork(script, [], { execArgv: ["--import", "tsx"] });
    process.once("exit", () => this.kill());
    this.#process.on("message", (message: FromMembers) => {
      if (message.type === "at") this.at = message.at;
    });
    this.ready = this.#told("ready").then(() => undefined);
    this.#stopped = this.#told("stopped");
    // Nobody may be waiting for these when the process is ended.
    for (const promise of [this.ready, this.#stopped]) promise.catch(() => undefined);
    for (const promise of [this.ready, this.#stopped]) promise.catch(() => undefined);
    this.say({ type: "order", order });
  }

  say(message: ToMembers): void {
    this.#process.send(message);
  }

  stop(): Promise<Stopped> {
    this.say({ type: "stop" });
    return this.#stopped;
  }

  kill(): void {
    this.#process.kill();
  }

  /** Resolves when such a message has come; rejects if the process ends first. */
  #told<Type extends FromMembers["type"]>(type: Type): Promise<Extract<FromMembers, { type: Type }>> {
    return new Promise((resolve, reject) => {
      this.#process.once("exit", (code) => reject(new Error(`members ended with ${code ?? "a signal"}`)));
      this.#process.on("message", (message: FromMembers) => {
        if (message.type === type) resolve(message as Extract<FromMembers, { type: Type }>);
      });
    });
  }
}

async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + GIVE_UP_MS;
  while (!condition()) {
    if (performance.now() > end) throw new Error("the members did not come together in time");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function startKeyserver(): Promise<{ process: ChildProcess; url: string }> {
  const main = fileURLToPath(new URL("main.ts", import.meta.resolve("@sotto/keyserver-protocol/server")));
  const args = ["--import", "tsx", main, "--host", "127.0.0.1", "--port", "0"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  process.once("exit", () => child.kill());
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg, port } = JSON.parse(line) as { msg?: string; port?: number };
    if (msg === "listening" && port !== undefined) {
      child.stdout.resume();
      return { process: child, url: `ws://127.0.0.1:${port}` };
    }
  }
  throw new Error("the key server did not start");
}
