import { ed25519 } from "@noble/curves/ed25519.js";
import { asLinkSecret, type LinkSecret } from "@sotto/shared/ids";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { startKeyserver, type Keyserver } from "../server/index.ts";
import type {
  EpochEvent,
  MemberEvent,
  MemberSession,
  OpenMemberOptions,
  WebSocketConstructor,
} from "./api.ts";
import { LARGEST_POST_QUANTUM_CALL } from "./mls/index.ts";
import { openMember } from "./openMember.ts";
import { chat } from "./testing/chat.ts";

// A browser's own WebSocket must do as well as the one of Node's package.
((_: WebSocketConstructor) => undefined)(globalThis.WebSocket);

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** A session whose events can be waited for. */
class Participant {
  readonly events: MemberEvent[] = [];
  readonly session: MemberSession;
  readonly #waits: (() => void)[] = [];

  constructor(keyserver: Keyserver, linkSecret: LinkSecret, more: Partial<OpenMemberOptions> = {}) {
    const key = random(32);
    this.session = openMember({
      linkSecret,
      keyserverUrl: `ws://127.0.0.1:${keyserver.port}`,
      displayName: "Ana",
      device: { publicKey: ed25519.getPublicKey(key), sign: async (message) => ed25519.sign(message, key) },
      tabSecret: random(32),
      rotateMs: 30_000,
      WebSocket,
      onEvent: (event) => {
        this.events.push(event);
        for (const check of this.#waits) check();
      },
      ...more,
    });
  }

  get epoch(): EpochEvent | undefined {
    return this.events.filter((event) => event.type === "epoch").at(-1);
  }

  async until(condition: () => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const check = () => {
        if (condition()) resolve();
      };
      this.#waits.push(check);
      check();
    });
  }
}

describe("a session over WebSockets", () => {
  const participants: Participant[] = [];
  let keyserver: Keyserver | undefined;

  async function open(count: number, more: Partial<OpenMemberOptions> = {}): Promise<Participant[]> {
    keyserver = await startKeyserver({ host: "127.0.0.1", port: 0 });
    const linkSecret = asLinkSecret(random(32));
    for (let index = 0; index < count; index += 1)
      participants.push(new Participant(keyserver, linkSecret, more));
    await Promise.all(participants.map((one) => one.until(() => one.epoch?.roster.length === count)));
    return participants;
  }

  afterEach(async () => {
    for (const { session } of participants.splice(0)) session.close();
    await keyserver?.close();
  });

  it("brings three people who come at once into one post-quantum epoch", async () => {
    const [a, b, c] = await open(3);
    expect(a?.epoch?.baseKey).toHaveLength(32);
    expect(a?.epoch?.sframeSuite).toBe(5);
    expect(new Set([a, b, c].map((one) => one?.epoch?.callCode)).size).toBe(1);
  });

  const tooMany = LARGEST_POST_QUANTUM_CALL + 1;
  it.each([
    ["that fits", { expectedSize: LARGEST_POST_QUANTUM_CALL }, 5],
    ["too large for that", { expectedSize: tooMany }, 4],
    ["too large for that, if it is chosen", { expectedSize: tooMany, suite: "xwing" as const }, 5],
  ])("makes a call post-quantum unless its creator expects too many: one %s", async (_size, more, suite) => {
    const [creator] = await open(1, more);
    expect(creator?.epoch?.sframeSuite).toBe(suite);
  });

  it("takes messages to the others, and tells when the log has them", async () => {
    const [a, b] = await open(2, { suite: "classical" });
    await a?.session.publish(chat("hello"));
    await b?.until(() => b.events.some((event) => event.type === "app"));
    expect(b?.events.find((event) => event.type === "app")?.message).toEqual(chat("hello"));
  });

  it("says goodbye, and the others go on without", async () => {
    const [a, b] = await open(2, { suite: "classical" });
    await a?.session.leave();
    await b?.until(() => b.epoch?.roster.length === 1);
    expect(a?.events.at(-1)).toEqual({ type: "phase", phase: "left" });
    expect(b?.epoch?.cause).toBe("removal");
  });

  it("goes on in the same call with a key server that restarted and forgot everything", async () => {
    const [a, b] = await open(2, { suite: "classical" });
    const { port } = keyserver!;
    await keyserver!.close();
    const publishing = a!.session.publish(chat("still here"));
    keyserver = await startKeyserver({ host: "127.0.0.1", port });
    await publishing;
    await b!.until(() => b!.events.some((event) => event.type === "app"));
    expect(b!.events.filter(({ type }) => type === "call")).toHaveLength(1);
  });

  it("rejects what is published after the end", async () => {
    const [a] = await open(1, { suite: "classical" });
    a?.session.close();
    await expect(a?.session.publish({ type: "alive" })).rejects.toMatchObject({ code: "member/ended" });
  });
});
