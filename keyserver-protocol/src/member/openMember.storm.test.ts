import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { ed25519 } from "@noble/curves/ed25519.js";
import { asLinkSecret, type LinkSecret } from "@sotto/shared/ids";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { EpochEvent, MemberSession, SuiteName } from "./api.ts";
import { openMember } from "./openMember.ts";

const JOINERS = 30;
const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

const cleanups: (() => unknown)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** Starts the key server as it is run, in a process of its own. */
async function startKeyserver(): Promise<string> {
  const main = fileURLToPath(new URL("../server/main.ts", import.meta.url));
  const args = ["--import", "tsx", main, "--host", "127.0.0.1", "--port", "0"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  cleanups.push(() => child.kill("SIGKILL"));
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg, port } = JSON.parse(line) as { msg?: string; port?: number };
    if (msg !== "listening" || port === undefined) continue;
    child.stdout.resume();
    return `ws://127.0.0.1:${port}`;
  }
  throw new Error("the key server did not start");
}

/** People in one call, whose epochs can be waited for. */
class People {
  readonly epochs = new Map<MemberSession, EpochEvent>();
  readonly #linkSecret: LinkSecret = asLinkSecret(random(32));
  readonly #keyserverUrl: string;
  #check: () => void = () => undefined;

  constructor(keyserverUrl: string) {
    this.#keyserverUrl = keyserverUrl;
  }

  add(suite: SuiteName): void {
    const key = random(32);
    const session: MemberSession = openMember({
      linkSecret: this.#linkSecret,
      keyserverUrl: this.#keyserverUrl,
      displayName: "Ana",
      device: { publicKey: ed25519.getPublicKey(key), sign: async (message) => ed25519.sign(message, key) },
      tabSecret: random(32),
      rotateMs: 60_000,
      suite,
      WebSocket,
      onEvent: (event) => {
        if (event.type === "epoch") this.epochs.set(session, event);
        this.#check();
      },
    });
    cleanups.push(() => session.close());
  }

  /** Waits until this many are in one epoch. */
  async together(count: number): Promise<EpochEvent> {
    await new Promise<void>((resolve) => {
      this.#check = () => {
        const [first, ...others] = this.epochs.values();
        const areAlike = others.every(({ callCode }) => callCode === first?.callCode);
        if (areAlike && this.epochs.size === count && first?.roster.length === count) resolve();
      };
      this.#check();
    });
    return [...this.epochs.values()][0]!;
  }
}

describe("a storm of joiners at a key server in its own process", () => {
  it.each(["classical", "xwing"] as const)(
    `brings ${JOINERS} who come at the same moment into one epoch (%s)`,
    { timeout: 60_000 },
    async (suite) => {
      const people = new People(await startKeyserver());
      people.add(suite);
      await people.together(1);
      for (let count = 0; count < JOINERS; count += 1) people.add(suite);
      const { epoch, baseKey } = await people.together(JOINERS + 1);
      expect(epoch).toBeLessThan(JOINERS / 2);
      for (const { baseKey: other } of people.epochs.values()) expect(other).toEqual(baseKey);
    },
  );
});
