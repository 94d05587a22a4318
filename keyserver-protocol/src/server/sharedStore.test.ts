import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { asEpoch } from "@sotto/shared/ids";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { groupId, mailboxId, text, textOf } from "./testing/fixtures.ts";
import { natsProgram, startNats, type NatsServer } from "./testing/natsServer.ts";
import { append, createGroup, publish, subscribe, watch } from "./testing/requests.ts";
import { SocketClient } from "./testing/socketClient.ts";

const program = natsProgram();

describe.runIf(program !== undefined)("two key server processes over one NATS", () => {
  let nats: NatsServer;
  const children: ChildProcess[] = [];
  const clients: SocketClient[] = [];

  beforeAll(async () => {
    nats = await startNats(program ?? "");
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.socket.terminate();
    for (const child of children.splice(0)) {
      if (child.signalCode !== null || child.exitCode !== null) continue;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    }
  });
  afterAll(() => nats.stop());

  async function start(): Promise<{ readonly port: number; readonly child: ChildProcess }> {
    const main = fileURLToPath(new URL("main.ts", import.meta.url));
    const child = spawn(
      process.execPath,
      ["--import", "tsx", main, "--port", "0", "--nats-servers", nats.url],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    children.push(child);
    for await (const line of createInterface({ input: child.stdout })) {
      const { port } = JSON.parse(line) as { readonly port?: number };
      if (port !== undefined) return { port, child };
    }
    throw new Error("the key server ended");
  }

  async function open({ port }: { readonly port: number }): Promise<SocketClient> {
    const client = await SocketClient.open(`ws://127.0.0.1:${port}`);
    clients.push(client);
    return client;
  }

  it("pass commits, messages, knocks and mail on to each other's clients", async () => {
    const [one, other] = [await open(await start()), await open(await start())];
    expect(await one.ask(createGroup)).toMatchObject({ type: "groupState", created: true });
    expect(await other.ask(createGroup)).toMatchObject({ type: "groupState", created: false });
    await other.ask(subscribe());
    expect(await one.ask(append(0))).toMatchObject({ type: "appended", epoch: 1 });
    await one.ask(publish(1, "hello"));
    await other.until(() => other.entries.length === 2);
    expect(other.entries.map(({ kind, blob }) => [kind, textOf(blob)])).toEqual([
      ["commit", "commit 0"],
      ["application", "hello"],
    ]);
    await other.ask(watch);
    expect(await one.ask({ type: "knock", groupId, blob: text("knock") })).toMatchObject({ type: "knocked" });
    await other.until(() => other.entries.some(({ kind }) => kind === "knock"));
    await one.ask({ type: "post", mailboxId, blob: text("welcome") });
    await other.until(() => other.received.some(({ type }) => type === "mail"));
  });

  it("let one of two commits for an epoch win, whichever servers they come to", async () => {
    const [first, second] = [await start(), await start()];
    const [one, other] = [await open(first), await open(second)];
    await one.ask(createGroup);
    const before = await one.ask(subscribe());
    const epoch = before.type === "subscribed" ? before.epoch : asEpoch(0);
    const answers = await Promise.all([
      one.ask(append(epoch, text("one"))),
      other.ask(append(epoch, text("other"))),
    ]);
    expect(answers.map(({ type }) => type).toSorted()).toEqual(["appended", "conflict"]);
  });

  it("keep a call when one of them dies", async () => {
    const [first, second] = [await start(), await start()];
    const one = await open(first);
    await one.ask(createGroup);
    const before = await one.ask(subscribe());
    const epoch = before.type === "subscribed" ? before.epoch : asEpoch(0);
    await one.ask(append(epoch, text("last words")));
    first.child.kill("SIGKILL");
    const other = await open(second);
    const state = await other.ask(subscribe());
    expect(state).toMatchObject({ type: "subscribed", epoch: epoch + 1 });
    expect(other.entries.map(({ blob }) => textOf(blob))).toContain("last words");
  });
});
