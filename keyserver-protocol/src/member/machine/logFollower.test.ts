import { asEpoch, asGroupId, asLinkSecret } from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import { toSequence, type LogEntry } from "../../messages/index.ts";
import { MachineContext } from "./context.ts";
import { LogFollower } from "./logFollower.ts";
import { GAP_MS } from "./timing.ts";

const groupId = asGroupId(new Uint8Array(16));

function entry(sequence: number): LogEntry {
  const mark = { after: toSequence(0), writer: new Uint8Array(32), signature: new Uint8Array(64) };
  return {
    sequence: toSequence(sequence),
    kind: "application",
    epoch: asEpoch(0),
    mark,
    blob: new Uint8Array(),
  };
}

function following(next: number) {
  const context = new MachineContext({
    linkSecret: asLinkSecret(new Uint8Array(32)),
    displayName: "Ana",
    device: { publicKey: new Uint8Array(32), sign: () => Promise.reject(new Error("not asked")) },
    crossSignatures: () => [],
    tabSecret: new Uint8Array(32),
    rotateMs: 30_000,
    suite: "classical",
    random: (length) => new Uint8Array(length),
  });
  context.isConnected = true;
  const read: number[] = [];
  const lost: string[] = [];
  const lives: number[] = [];
  const follower = new LogFollower(context, groupId, toSequence(next), {
    entry: async ({ sequence }) => void read.push(sequence),
    live: async (epoch) => void lives.push(epoch),
    lost: async (code) => void lost.push(code),
  });
  /** Sequences that were subscribed from. */
  const subscriptions = () =>
    context.takeEffects().flatMap((effect) => {
      return effect.type === "send" && effect.message.type === "subscribe" ? [effect.message] : [];
    });
  return { context, follower, read, lost, lives, subscriptions };
}

describe("following a log", () => {
  it("reads each entry once and in order, however they come", async () => {
    const { follower, read } = following(5);
    for (const sequence of [5, 7, 6, 6, 4, 9, 8, 5]) await follower.accept(entry(sequence));
    expect(read).toEqual([5, 6, 7, 8, 9]);
  });

  it("begins where the log begins when it does not know better", async () => {
    const { follower, read } = following(0);
    for (const sequence of [100, 101]) await follower.accept(entry(sequence));
    expect(read).toEqual([100, 101]);
  });

  it("asks for what is missing after a while, from there on", async () => {
    const { context, follower, subscriptions } = following(5);
    await follower.accept(entry(7));
    follower.tick();
    expect(subscriptions()).toEqual([]);
    context.now = GAP_MS;
    expect(follower.wakeAt()).toBe(GAP_MS);
    follower.tick();
    expect(subscriptions()).toMatchObject([{ fromSequence: 5 }]);
  });

  it("is live once the server says so, and no more when it takes that back", async () => {
    const { context, follower, lives, lost, subscriptions } = following(5);
    follower.subscribe();
    const { requestId } = subscriptions()[0]!;
    const [nextSequence, oldestSequence] = [toSequence(5), toSequence(1)];
    await context.reply({ type: "subscribed", requestId, epoch: asEpoch(3), nextSequence, oldestSequence });
    expect([follower.isLive, lives]).toEqual([true, [3]]);
    await context.reply({ type: "error", requestId, code: "keyserver/trimmed", message: "" });
    expect([follower.isLive, lost]).toEqual([false, ["keyserver/trimmed"]]);
  });

  it("does not go on beyond what it has read, whatever the server says", async () => {
    for (const next of [5, 0]) {
      const { context, follower, lives, subscriptions } = following(next);
      follower.subscribe();
      const { requestId } = subscriptions()[0]!;
      const [nextSequence, oldestSequence] = [toSequence(9), toSequence(5)];
      await context.reply({ type: "subscribed", requestId, epoch: asEpoch(3), nextSequence, oldestSequence });
      expect([follower.isLive, lives]).toEqual([false, []]);
      context.now = GAP_MS;
      follower.tick();
      expect(subscriptions()).toMatchObject([{ fromSequence: 5 }]);
    }
  });

  it("hears nothing of a subscription that it has replaced", async () => {
    const { context, follower, lost, subscriptions } = following(5);
    follower.subscribe();
    follower.subscribe();
    const [first] = subscriptions();
    await context.reply({
      type: "error",
      requestId: first!.requestId,
      code: "keyserver/trimmed",
      message: "",
    });
    expect(lost).toEqual([]);
  });

  it("stops in the middle of a run of entries when it is told to", async () => {
    const { follower, read } = following(1);
    await follower.accept(entry(2));
    await follower.accept(entry(3));
    follower.stop();
    await follower.accept(entry(1));
    expect(read).toEqual([]);
  });
});
