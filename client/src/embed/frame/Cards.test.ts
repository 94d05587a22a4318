import { describe, expect, it } from "vitest";
import type { CallDataFacet, DataListener } from "../../sdk/index.ts";
import { Cards } from "./Cards.ts";

/** Frames in one call; a message reaches those who are there. */
function aCall() {
  const listeners = new Map<string, DataListener>();
  const sent: string[] = [];
  const waiting: (() => void)[] = [];
  const come = (key: string, state = { isOpen: true, media: "connected" }) => {
    const cards = new Cards(
      () => undefined,
      (run) => waiting.push(run),
    );
    const watchers = new Set<() => void>();
    const data: Pick<CallDataFacet, "send" | "on"> = {
      send: async (_topic, bytes, { to } = {}) => {
        if (!state.isOpen) throw new Error("data/closed");
        sent.push(`${key} to ${to ?? "all"}`);
        for (const [other, hear] of listeners) if (other !== key && (to ?? other) === other) hear(key, bytes);
      },
      on: (_topic, listener) => {
        listeners.set(key, listener);
        return () => listeners.delete(key);
      },
    };
    const end = cards.begin({
      data,
      here: () => [...listeners.keys()],
      media: () => state.media,
      subscribe: (listener) => {
        watchers.add(listener);
        return () => watchers.delete(listener);
      },
    });
    const look = () => {
      for (const watch of watchers) watch();
    };
    return {
      cards,
      look,
      end,
      hear: (text: string, from = "stranger") => listeners.get(key)?.(from, new TextEncoder().encode(text)),
    };
  };
  const wait = async () => {
    await Promise.resolve();
    await Promise.resolve();
    for (const run of waiting.splice(0)) run();
  };
  return { come, sent, wait };
}

describe("cards", () => {
  it("reach who was there and who comes, and go with the call", () => {
    const { come } = aCall();
    const ana = come("ana");
    ana.cards.change({ externalId: "17" });
    ana.look();
    const ben = come("ben");
    ben.cards.change({ metadata: "gold" });
    ben.look();
    expect(ana.cards.of("ben")).toEqual({ metadata: "gold" });
    expect(ben.cards.of("ana")).toEqual({ externalId: "17" });
    ana.cards.change({ externalId: "18" });
    expect(ben.cards.of("ana")).toEqual({ externalId: "18" });
    ben.end();
    expect(ben.cards.of("ana")).toEqual({});
  });

  it("are said once the channels are open, and again after the connection was away", async () => {
    const { come, sent, wait } = aCall();
    const state = { isOpen: false, media: "connected" };
    const ana = come("ana", state);
    ana.look();
    await wait();
    await wait();
    expect(sent).toEqual([]);
    state.isOpen = true;
    await wait();
    expect(sent).toEqual(["ana to all"]);
    for (state.media of ["reconnecting", "connected", "connected"]) ana.look();
    expect(sent).toEqual(["ana to all", "ana to all"]);
  });

  it("do not let somebody have everybody answer for ever", () => {
    const { come, sent } = aCall();
    const ana = come("ana");
    ana.cards.change({ externalId: "17" });
    const before = sent.length;
    for (let time = 0; time < 50; time += 1) ana.hear('{"asks":true,"card":{}}');
    expect(sent.length - before).toBe(8);
  });

  it("of those who have left are forgotten where there are many", () => {
    const { come } = aCall();
    const ana = come("ana");
    come("ben").cards.change({ externalId: "18" });
    for (let guest = 0; guest < 300; guest += 1)
      ana.hear('{"asks":false,"card":{"metadata":"x"}}', `guest ${guest}`);
    expect(ana.cards.of("guest 0")).toEqual({});
    expect(ana.cards.of("ben")).toEqual({ externalId: "18" });
  });

  it.each([
    ["no JSON", "{"],
    ["more than a card", '{"asks":false,"card":{"html":"<b>"}}'],
    ["an address that would be loaded", '{"asks":false,"card":{"avatarUrl":"https://evil.example/"}}'],
    ["something inherited", '{"asks":false,"card":{"__proto__":{"externalId":"x"}}}'],
    ["too much", JSON.stringify({ asks: false, card: { metadata: "x".repeat(3000) } })],
  ])("are not what has %s", (_, text) => {
    const { cards, hear } = aCall().come("ana");
    hear(text);
    expect(cards.of("stranger")).toEqual({});
    expect(cards.of("stranger").externalId).toBeUndefined();
  });
});
