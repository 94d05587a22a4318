import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { ed25519 } from "@noble/curves/ed25519.js";
import { openMember, type EpochEvent, type MemberSession } from "@sotto/keyserver-protocol/member";
import { asLinkSecret, type LinkSecret } from "@sotto/shared/ids";
import { WebSocket } from "ws";
import { random } from "./identities.ts";

/** Over how long the joiners come, ms. */
const ARRIVALS_MS = 5_000;
/** A storm that takes longer is given up, ms. */
const GIVE_UP_MS = 60_000;

/** What became of a storm. */
export interface StormResult {
  /** From the first joiner's arrival until all are in one epoch, ms. */
  readonly ms: number;
  /** Epochs that it took. */
  readonly epochs: number;
  /** CPU time of all members divided by their number, ms: about what one device spends. */
  readonly cpuMsPerMember: number;
}

/**
 * Lets `size - 1` members join the call of one within five seconds, over a real key server in its own process. All
 * members run in this process, so the time contains the work of as many devices. Classical suite, because of that.
 * Throws if they are not together in time.
 */
export async function joinStorm(size: number): Promise<StormResult> {
  const keyserver = await startKeyserver();
  const members: StormMember[] = [];
  try {
    const linkSecret = asLinkSecret(random(32));
    const join = () => members.push(new StormMember(linkSecret, keyserver.url));
    join();
    await until(() => members.every(({ epoch }) => epoch !== undefined));
    const firstEpoch = members[0]?.epoch?.epoch ?? 0;
    const begin = performance.now();
    const cpuBefore = process.cpuUsage();
    const timers = Array.from({ length: size - 1 }, (_, index) =>
      setTimeout(join, (index * ARRIVALS_MS) / (size - 1)),
    );
    try {
      await until(() => members.length === size && areTogether(members));
    } finally {
      timers.forEach(clearTimeout);
    }
    const { user, system } = process.cpuUsage(cpuBefore);
    return {
      ms: performance.now() - begin,
      epochs: (members[0]?.epoch?.epoch ?? 0) - firstEpoch,
      cpuMsPerMember: (user + system) / 1000 / size,
    };
  } finally {
    for (const { session } of members) session.close();
    keyserver.process.kill();
  }
}

class StormMember {
  readonly session: MemberSession;
  epoch: EpochEvent | undefined;

  constructor(linkSecret: LinkSecret, keyserverUrl: string) {
    const key = random(32);
    this.session = openMember({
      linkSecret,
      keyserverUrl,
      displayName: "Twelve chars",
      device: { publicKey: ed25519.getPublicKey(key), sign: async (message) => ed25519.sign(message, key) },
      tabSecret: random(32),
      rotateMs: 30_000,
      suite: "classical",
      WebSocket,
      onEvent: (event) => {
        if (event.type === "epoch") this.epoch = event;
      },
    });
  }
}

function areTogether(members: readonly StormMember[]): boolean {
  const first = members[0]?.epoch;
  return members.every(
    ({ epoch }) =>
      epoch !== undefined &&
      epoch.epoch === first?.epoch &&
      epoch.callCode === first.callCode &&
      epoch.roster.length === members.length,
  );
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
