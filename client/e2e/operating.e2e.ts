import { Buffer } from "node:buffer";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { newLinkSecret } from "./harness/link.ts";
import { Participant, until } from "./harness/participant.ts";
import { type Servers, startServers } from "./harness/servers.ts";

const ana = { name: "Ana Ångström", hue: 0, tone: 440 };
const ben = { name: "Benedikt Quux", hue: 120, tone: 660 };

describe("a call that is spread over two media workers", () => {
  let servers: Servers;
  let browser: Browser;
  let first: Participant;
  let second: Participant;

  beforeAll(async () => {
    servers = await startServers(inject("client"), {
      sfuOptions: { workers: 2, limits: { spreadLoad: 1, trafficMs: 500 } },
    });
    browser = await launchChromium();
    const link = makeLink(servers.site.origin, newLinkSecret());
    first = await Participant.open(browser, ana.name, ana);
    second = await Participant.open(browser, ben.name, ben);
    await first.join(link);
    await second.join(link);
  });
  afterAll(async () => {
    await first.close();
    await second.close();
    await browser.close();
    await servers.close();
  });

  async function bothSeeAndHear(): Promise<void> {
    await first.untilSees(ben.name, ben.hue);
    await second.untilSees(ana.name, ana.hue);
    await first.untilHears([ben.tone]);
    await second.untilHears([ana.tone]);
  }

  test("is seen and heard through the pipes between them", async () => {
    await bothSeeAndHear();
    expect(servers.call().branches.size).toBe(2);
    expect((await servers.exported()).sfu).toMatch(/\nsotto_sfu_streams\{kind="pipe"\} [1-9]/);
  });

  test("goes on by itself when a worker dies", async () => {
    const { stage } = servers.call().branches;
    process.kill(stage?.place.worker.pid ?? 0, "SIGKILL");
    await until(
      () => stage?.router?.closed === true,
      () => "the worker is gone",
    );
    await bothSeeAndHear();
  });

  test("is not to be found in anything that the servers logged or exported", async () => {
    const { keyserver, sfu } = await servers.exported();
    expect(sfu).toContain("\nsotto_sfu_worker_deaths_total 1\n");
    expect(sfu).toMatch(/\nsotto_sfu_media_bytes_total\{direction="out"\} [1-9]/);
    expect(keyserver).toMatch(/\nsotto_keyserver_request_seconds_count\{type="append"\} [1-9]/);
    const told = [keyserver, sfu, ...servers.keyserverRecord.log, ...servers.sfuRecord.log].join("\n");

    expect(told.match(/\d{1,3}(\.\d{1,3}){3}|::1/g) ?? []).toEqual([]);
    const sfuTexts = [...servers.sfuRecord.in, ...servers.sfuRecord.out].map((bytes) =>
      Buffer.from(bytes).toString(),
    );
    const ids = new Set(
      sfuTexts.flatMap((text) =>
        [
          ...text.matchAll(
            /"(?:callId|admission|participantId|resumeToken|\w+Id|cname|usernameFragment|password|ssrc|value)":"?([^",}]{6,})/g,
          ),
        ].map(([, value]) => value ?? ""),
      ),
    );
    expect(ids.size).toBeGreaterThan(30);
    for (const secret of [...ids, "Ana", "Ångström", "Quux"]) expect(told).not.toContain(secret);

    // The key server's messages are bytes: whatever in its words might be bytes must not be among them.
    const traffic = Buffer.concat([...servers.keyserverRecord.in, ...servers.keyserverRecord.out]);
    const found = (told.match(/[\w-]{11,}/g) ?? []).filter((token) =>
      (["hex", "base64url"] as const).some((form) => {
        const bytes = Buffer.from(token, form);
        return bytes.length >= 8 && traffic.includes(bytes);
      }),
    );
    expect(traffic.length).toBeGreaterThan(10_000);
    expect(found).toEqual([]);
  });
});
