import { connect as connectTcp } from "node:net";
import { randomBytes } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { WebSocket } from "ws";
import { launchChromium } from "./harness/browser.ts";
import { newLinkSecret } from "./harness/link.ts";
import { Participant } from "./harness/participant.ts";
import { type Servers, startServers } from "./harness/servers.ts";

const client = inject("client");
const ana = { name: "Ana", hue: 0, tone: 440 };
const ben = { name: "Ben", hue: 120, tone: 660 };

describe("junk on the servers' sockets", () => {
  let servers: Servers;
  let browser: Browser;
  let first: Participant;
  let second: Participant;

  beforeAll(async () => {
    servers = await startServers(client);
    browser = await launchChromium();
    const link = makeLink(servers.site.origin, newLinkSecret());
    first = await Participant.open(browser, ana.name, ana);
    second = await Participant.open(browser, ben.name, ben);
    await first.join(link);
    await second.join(link);
    await first.untilSees(ben.name, ben.hue);
    await second.untilSees(ana.name, ana.hue);
  });
  afterAll(async () => {
    await first.close();
    await second.close();
    await browser.close();
    await servers.close();
  });

  /** Sends these messages over a WebSocket of their own; resolves when the server closed it or has seen them all. */
  async function sendAll(port: number, messages: readonly (string | Uint8Array)[]): Promise<void> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    await new Promise<void>((resolve) => {
      socket.on("error", () => undefined);
      socket.once("close", () => {
        resolve();
      });
      socket.once("pong", () => {
        socket.terminate();
      });
      socket.once("open", () => {
        for (const message of messages) socket.send(message);
        socket.ping();
      });
    });
  }

  /** Bytes below the WebSocket protocol; resolves when the server hangs up. */
  async function sendRaw(port: number, bytes: Uint8Array): Promise<void> {
    await new Promise<void>((resolve) => {
      const socket = connectTcp(port, "127.0.0.1", () => {
        socket.end(bytes);
      });
      socket.on("error", () => undefined);
      socket.on("data", () => undefined);
      socket.once("close", () => {
        resolve();
      });
    });
  }

  test("is refused while a call goes on as if nothing were", async () => {
    const before = await first.epoch();
    await first.watchFrames();
    for (const { port, recorded } of [
      { port: client.keyserverPort, recorded: servers.keyserverRecord.in },
      { port: client.sfuPort, recorded: servers.sfuRecord.in },
    ]) {
      // What real participants sent, cut short, with a byte changed, and again out of its order.
      const real = recorded.slice(0, 60);
      const asSent = (bytes: Uint8Array): string | Uint8Array =>
        port === client.sfuPort ? Buffer.from(bytes).toString() : bytes;
      for (const bytes of real) {
        const flipped = Uint8Array.from(bytes);
        flipped[Math.floor(bytes.length / 2)] = (flipped[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
        await sendAll(port, [asSent(bytes.subarray(0, bytes.length >> 1)), asSent(flipped)]);
      }
      // Not a whole `join`: with its token it is as good as its owner's.
      const orphaned = real.filter((bytes) => !Buffer.from(bytes).includes("resumeToken"));
      await sendAll(port, orphaned.reverse().map(asSent));
      for (let size = 0; size < 40; size++) await sendAll(port, [randomBytes(size * 7)]);
      await sendAll(port, ["", "{}", "null", "[".repeat(60_000), "\u0000", '{"id":1e99}']);
      await sendAll(port, [new Uint8Array(6 * 1024 * 1024)]);
      await sendAll(port, ["x".repeat(6 * 1024 * 1024)]);
      await sendRaw(port, randomBytes(4096));
      await sendRaw(port, Buffer.from("GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"));
    }
    await first.untilEpoch(before + 2);
    for (const { frames, longestGap } of Object.values(await first.watched())) {
      expect(frames).toBeGreaterThan(30);
      expect(longestGap).toBeLessThan(3000);
    }
    await first.untilSees(ben.name, ben.hue);
    await second.untilSees(ana.name, ana.hue);
    await second.untilHears([ana.tone]);
    expect(await first.page.locator('[data-testid="banner"]').count()).toBe(0);
    await first.untilPeople(["Ana", "Ben"]);
  });
});
