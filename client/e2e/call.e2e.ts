import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { launchChromium } from "./harness/browser.ts";
import { Participant, until } from "./harness/participant.ts";
import { type Servers, startServers } from "./harness/servers.ts";

const cast = [
  { name: "Ana", hue: 0, tone: 440 },
  { name: "Ben", hue: 120, tone: 660 },
  { name: "Chloé", hue: 240, tone: 880 },
  { name: "Dana", hue: 60, tone: 1100 },
] as const;
const trio = cast.slice(0, 3);

describe("a call of three", () => {
  let browser: Browser;
  let servers: Servers;
  const inCall = new Map<string, Participant>();
  let link: string;

  beforeAll(async () => {
    servers = await startServers(inject("client"));
    browser = await launchChromium();
  });
  afterAll(async () => {
    for (const participant of inCall.values()) await participant.close();
    await browser.close();
    await servers.close();
  });

  async function enter(member: (typeof cast)[number]): Promise<void> {
    const participant = await Participant.open(browser, member.name, member);
    inCall.set(member.name, participant);
    await participant.join(link);
  }

  async function everyoneSeesAndHears(members: readonly (typeof cast)[number][]): Promise<void> {
    for (const member of members) {
      const participant = inCall.get(member.name);
      const others = members.filter((other) => other !== member);
      for (const other of others) await participant?.untilSees(other.name, other.hue);
      await participant?.untilHears(others.map((other) => other.tone));
    }
  }

  test("begins with a link from the start page", async () => {
    const starter = await Participant.open(browser, "Ana", cast[0]);
    await starter.page.goto(servers.site.origin);
    await starter.page.getByTestId("start-new-call").click();
    await starter.page.getByTestId("name-input").fill("Ana");
    link = starter.page.url();
    expect(link).toMatch(/#\/r\/[A-Za-z0-9_-]{43}$/);
    await starter.page.getByTestId("join-button").click();
    await starter.untilEncrypted();
    inCall.set("Ana", starter);
  });

  test("shows the right picture in the right tile and plays the right tones", async () => {
    await enter(cast[1]);
    await enter(cast[2]);
    await everyoneSeesAndHears(trio);
    for (const { name } of trio) {
      expect([...((await inCall.get(name)?.people()) ?? [])].sort()).toEqual(["Ana", "Ben", "Chloé"]);
    }
  });

  test("shows everybody the same call code", async () => {
    await until(
      async () => {
        const codes = await Promise.all([...inCall.values()].map((participant) => participant.callCode()));
        if (new Set(codes.map(({ epoch }) => epoch)).size > 1) return false;
        expect(codes[0]?.digits).toMatch(/^\d{18}$/);
        expect(new Set(codes.map(({ digits }) => digits)).size).toBe(1);
        return true;
      },
      () => "one epoch on all screens",
    );
  });

  test("keeps every picture moving through several rotations", async () => {
    const ana = inCall.get("Ana");
    if (ana === undefined) throw new Error("Ana is not in the call");
    const before = await ana.epoch();
    for (const participant of inCall.values()) await participant.watchFrames();
    for (const participant of inCall.values()) await participant.untilEpoch(before + 3);
    for (const { name } of trio) {
      const tiles = (await inCall.get(name)?.watched()) ?? {};
      expect(Object.keys(tiles)).toHaveLength(2);
      for (const [other, { frames, longestGap }] of Object.entries(tiles)) {
        // A tile that stops at an epoch change stands still for the four seconds of an epoch; a busy machine draws few.
        expect.soft(frames, `frames of ${other} that ${name} saw`).toBeGreaterThan(20);
        expect.soft(longestGap, `standstill of ${other} at ${name}, ms`).toBeLessThan(3900);
      }
    }
    await everyoneSeesAndHears(trio);
  });

  test("looks like this", async () => {
    const ana = inCall.get("Ana");
    const folder = process.env["SOTTO_SCREENSHOTS"] ?? "screenshots";
    await ana?.page.screenshot({ path: join(folder, "call.png") });
  });

  test("keeps to the page's content security policy and asks no third party for anything", async () => {
    const complaints = (): string[] =>
      [...inCall.values()].flatMap(({ consoleLines }) =>
        consoleLines.filter((line) => /content security policy|trusted|integrity/i.test(line)),
      );
    expect(complaints()).toEqual([]);
    for (const { requestedUrls } of inCall.values()) {
      expect(requestedUrls.length).toBeGreaterThan(0);
      for (const url of requestedUrls) expect(new URL(url).origin).toBe(servers.site.origin);
    }
    // The same search finds what the policy does forbid, and the page refuses to run it.
    const ana = inCall.get("Ana");
    const refused = await ana?.page.evaluate(() => {
      const script = document.createElement("script");
      script.append("globalThis.wasRun = true");
      document.body.append(script);
      return !("wasRun" in globalThis);
    });
    expect(refused).toBe(true);
    await until(
      () => Promise.resolve(complaints().length > 0),
      () => "a complaint about an inline script",
    );
  });

  test("lets a fourth in, who sees and hears everybody", async () => {
    await enter(cast[3]);
    await everyoneSeesAndHears(cast);
  });

  test("goes on without somebody who leaves, under a new key", async () => {
    const ben = inCall.get("Ben");
    const ana = inCall.get("Ana");
    if (ben === undefined || ana === undefined) throw new Error("somebody is missing");
    const before = await ana.epoch();
    await ben.leave();
    inCall.delete("Ben");
    await ana.untilEpoch(before + 1);
    await until(
      async () => {
        const lists = await Promise.all([...inCall.values()].map((participant) => participant.people()));
        return lists.every((names) => names.length === 3 && !names.includes("Ben"));
      },
      () => "Ben is gone from every screen",
    );
    await ben.close();
    await everyoneSeesAndHears(cast.filter(({ name }) => name !== "Ben"));
  });

  test("removes somebody whose browser vanished", async () => {
    const dana = inCall.get("Dana");
    const ana = inCall.get("Ana");
    inCall.delete("Dana");
    await dana?.crash();
    await until(
      async () => ((await ana?.people()) ?? []).length === 2,
      () => "Dana is gone from Ana's screen",
      60_000,
    );
    await dana?.close();
    await everyoneSeesAndHears([cast[0], cast[2]]);
  });
});
