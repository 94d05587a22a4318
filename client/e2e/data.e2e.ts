import { randomBytes } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { WebSocket } from "ws";
import { launchChromium } from "./harness/browser.ts";
import { newLinkSecret } from "./harness/link.ts";
import { buildSdkPage, SdkParticipant } from "./harness/sdkParticipant.ts";
import { type Servers, startServers } from "./harness/servers.ts";
import { until } from "./harness/until.ts";

const client = inject("client");

describe("data messages between browsers", () => {
  let servers: Servers;
  let browser: Browser;
  let everybody: [SdkParticipant, SdkParticipant, SdkParticipant];

  beforeAll(async () => {
    await buildSdkPage(client);
    servers = await startServers(client);
    browser = await launchChromium();
    const link = makeLink(servers.site.origin, newLinkSecret());
    const joined: SdkParticipant[] = [];
    for (const name of ["Ana", "Ben", "Cem"]) {
      const participant = await SdkParticipant.open(browser, servers.site.origin, name);
      await participant.join(client, link);
      await participant.ask((call) => {
        const got: string[] = [];
        const heard = new Set<string>();
        Object.assign(window, { got, heard });
        call.data?.on("greeting", (from) => heard.add(from));
        call.data?.on("words", (from, bytes) => {
          const name = call.state.people.find(({ key }) => key === from)?.displayName ?? "nobody";
          got.push(`${name}: ${new TextDecoder().decode(bytes.slice(0, 32))} (${bytes.length})`);
        });
      });
      joined.push(participant);
    }
    everybody = joined as typeof everybody;
    // Until everybody hears everybody, as people do when a call begins.
    for (const participant of everybody) {
      await until(
        async () => {
          for (const one of everybody) {
            await one.ask((call) => call.data?.send("greeting", new Uint8Array(1)).catch(() => undefined));
          }
          return (
            (await participant.ask(() => (window as unknown as { heard: Set<string> }).heard.size)) === 2
          );
        },
        () => `${participant.name} hears all`,
      );
    }
  });
  afterAll(async () => {
    for (const participant of everybody) await participant.close();
    await browser.close();
    await servers.close();
  });

  async function got(participant: SdkParticipant): Promise<string[]> {
    return await participant.ask(() => (window as unknown as { got: string[] }).got.splice(0));
  }

  async function untilGot(participant: SdkParticipant, wanted: readonly string[]): Promise<void> {
    const all: string[] = [];
    await until(
      async () => {
        all.push(...(await got(participant)));
        return all.length >= wanted.length;
      },
      () => `${participant.name} gets ${wanted.join(", ")} (so far: ${all.join(", ")})`,
    );
    expect(all).toEqual(wanted);
  }

  test("reach all, or one, or not the sender; the SFU sees none of them", async () => {
    const [ana, ben, cem] = everybody;
    const { data } = await servers.begun();
    const seen = vi.spyOn(data, "send");
    await ana.ask((call) => call.data?.send("words", new TextEncoder().encode("hello all")));
    await untilGot(ben, ["Ana: hello all (9)"]);
    await untilGot(cem, ["Ana: hello all (9)"]);
    await ana.ask(async (call) => {
      const to = call.state.people.find(({ displayName }) => displayName === "Cem")?.key ?? "";
      await call.data?.send("words", new TextEncoder().encode("only Cem"), { to });
      await call.data?.send("words", new TextEncoder().encode("quickly"), { lossy: true });
    });
    await until(
      async () => (await ben.ask(() => (window as unknown as { got: string[] }).got.length)) > 0,
      () => "Ben gets the second",
    );
    expect(await got(ben)).toEqual(["Ana: quickly (7)"]);
    await untilGot(cem, ["Ana: only Cem (8)", "Ana: quickly (7)"]);
    expect(await got(ana)).toEqual([]);

    const bodies = seen.mock.calls.map(([, , , body]) => Buffer.from(body).toString("latin1"));
    expect(bodies.length).toBeGreaterThanOrEqual(3);
    for (const words of ["hello", "only", "quickly", "words"]) {
      expect(bodies.filter((body) => body.includes(words))).toEqual([]);
    }
  });

  test("come whole and in order across changes of keys", async () => {
    const [, ben, cem] = everybody;
    const epoch = await ben.ask((call) => call.state.epoch?.number ?? 0);
    const sent = await ben.ask(async (call) => {
      const bytes = new Uint8Array(60 * 1024);
      const began = call.state.epoch?.number ?? 0;
      let count = 0;
      // Two epochs' worth, and some messages even on a slow machine, each as large as can be.
      for (; (call.state.epoch?.number ?? 0) < began + 2 || count < 12; count++) {
        bytes.set(new TextEncoder().encode(`${count}`.padEnd(32)));
        await call.data?.send("words", bytes);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return count;
    });
    expect(await ben.ask((call) => call.state.epoch?.number ?? 0)).toBeGreaterThanOrEqual(epoch + 2);
    const wanted = Array.from({ length: sent }, (_, count) => `Ben: ${`${count}`.padEnd(32)} (61440)`);
    await untilGot(cem, wanted);
  });

  test("that cannot be sent say why", async () => {
    const [ana] = everybody;
    const codes = await ana.ask(async (call) => {
      const code = async (sending: Promise<void> | undefined): Promise<string> =>
        await (sending ?? Promise.resolve()).then(
          () => "sent",
          (error: unknown) => (error as { code: string }).code,
        );
      return [
        await code(call.data?.send("words", new Uint8Array(60 * 1024 + 1))),
        await code(call.data?.send("w".repeat(33), new Uint8Array(1))),
        await code(call.data?.send("words", new Uint8Array(1), { to: "AAAAAAAAAAAAAAAAAAAAAA" })),
      ];
    });
    expect(codes).toEqual(["data/too-large", "data/too-large", "data/unknown-participant"]);
  });

  test("are not for who is at the SFU without being in the group: the members put them out", async () => {
    const [ana] = everybody;
    const admission = servers.sfuRecord.in
      .map((bytes) => JSON.parse(new TextDecoder().decode(bytes)) as { method: string; data: object })
      .find(({ method }) => method === "join");
    const ghost = new WebSocket(`ws://127.0.0.1:${client.sfuPort}`);
    const heard: string[] = [];
    ghost.on("message", (data: Buffer) => heard.push(data.toString()));
    await new Promise((resolve) => ghost.once("open", resolve));
    const [participantId, resumeToken] = [16, 32].map((length) => randomBytes(length).toString("base64url"));
    ghost.send(
      JSON.stringify({ ...admission, id: 1, data: { ...admission?.data, participantId, resumeToken } }),
    );
    const closed = new Promise<number>((resolve) => ghost.once("close", resolve));
    expect(await closed).toBe(1008);
    expect(heard.at(-1)).toContain("evicted");
    expect(servers.call().participants.size).toBe(3);
    expect(await ana.ask((call) => call.state.people.length)).toBe(3);
  });
});
