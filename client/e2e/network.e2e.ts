import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromiumOn } from "./harness/browser.ts";
import { type Host, Lab, SERVER_ADDRESS } from "./harness/lab.ts";
import { newLinkSecret } from "./harness/link.ts";
import { type MediaPath, mediaPaths } from "./harness/mediaPaths.ts";
import { Participant, until } from "./harness/participant.ts";
import { whyNotHere } from "./harness/privateNetwork.ts";
import { framesInASecond } from "./harness/senses.ts";
import { type Servers, startServers } from "./harness/servers.ts";

const ana = { name: "Ana", hue: 0, tone: 440 };
const ben = { name: "Ben", hue: 120, tone: 660 };

const notRun = whyNotHere();

describe.skipIf(notRun !== undefined)("a call over a bad network", () => {
  const client = inject("client");
  let lab: Lab;
  let hosts: { ana: Host; ben: Host };
  let servers: Servers;
  let browsers: Browser[] = [];
  let first: Participant;
  let second: Participant;
  /** Both directions of media, and nothing else. */
  const media = `{ udp, tcp } th dport ${client.rtcPort}`;

  beforeAll(async () => {
    lab = await Lab.open();
    hosts = { ana: await lab.host(11), ben: await lab.host(12) };
    servers = await startServers(client, { host: SERVER_ADDRESS, rtcHost: SERVER_ADDRESS });
    const ports = [client.sitePort, client.keyserverPort, client.sfuPort];
    for (const host of [hosts.ana, hosts.ben]) await host.forward("127.0.0.1", SERVER_ADDRESS, ports);
    // From the first moment, Ben's network knows no UDP.
    await hosts.ben.block("meta l4proto udp");
    browsers = [await launchChromiumOn(hosts.ana), await launchChromiumOn(hosts.ben)];
    const link = makeLink(servers.site.origin, newLinkSecret());
    first = await Participant.open(browsers[0] as Browser, ana.name, ana);
    second = await Participant.open(browsers[1] as Browser, ben.name, ben);
    await first.join(link);
    await second.join(link);
  });
  afterAll(async () => {
    await first.close();
    await second.close();
    for (const browser of browsers) await browser.close();
    await servers.close();
    await lab.close();
  });

  async function seeAndHear(): Promise<void> {
    await moves(first, ben.name);
    await moves(second, ana.name);
    await first.untilSees(ben.name, ben.hue);
    await second.untilSees(ana.name, ana.hue);
    await first.untilHears([ben.tone]);
    await second.untilHears([ana.tone]);
  }

  /** Waits until somebody's picture moves, or stands still. */
  async function moves(who: Participant, name: string, expected = true): Promise<void> {
    await until(
      async () => (await who.page.evaluate(framesInASecond, name)) > 3 === expected,
      () => `at ${who.name}, the picture of ${name} ${expected ? "moves" : "stands still"}`,
      45_000,
    );
  }

  async function paths(who: Participant): Promise<MediaPath[]> {
    return await who.page.evaluate(mediaPaths);
  }

  function requests(method: string): number {
    return servers.sfuRecord.in.filter((bytes) => Buffer.from(bytes).includes(`"${method}"`)).length;
  }

  test("goes over TCP where UDP is blocked", async () => {
    await seeAndHear();
    expect((await paths(second)).map(({ protocol }) => protocol)).toEqual(["tcp", "tcp"]);
    expect((await paths(first)).map(({ protocol }) => protocol)).toEqual(["udp", "udp"]);
  });

  test("loses no picture to a loss of 5 %", async () => {
    await hosts.ana.block("meta l4proto udp numgen random mod 100 < 5");
    await first.watchFrames();
    await second.watchFrames();
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    const [seenByAna, seenByBen] = [await first.watched(), await second.watched()];
    await hosts.ana.unblock();
    for (const { frames, longestGap } of [...Object.values(seenByAna), ...Object.values(seenByBen)]) {
      expect(frames).toBeGreaterThan(50);
      expect(longestGap).toBeLessThan(2_500);
    }
    expect(Object.keys({ ...seenByAna, ...seenByBen })).toHaveLength(2);
  });

  test("comes back when nothing got through for some seconds", async () => {
    await hosts.ana.block(`meta l4proto ${media}`);
    await moves(second, ana.name, false);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await hosts.ana.unblock();
    await seeAndHear();
  });

  test("finds another way by restarting ICE when packets of one address stop", async () => {
    const restarts = requests("restartIce");
    const joins = requests("join");
    // The old address stays for signalling; media from it is lost, and what is new comes from the new one.
    await hosts.ana.run("ip", "address", "add", "10.9.30.13/24", "dev", "eth0");
    await hosts.ana.run("ip", "route", "replace", "10.9.30.0/24", "dev", "eth0", "src", "10.9.30.13");
    await hosts.ana.run("ip", "route", "replace", "default", "via", SERVER_ADDRESS, "src", "10.9.30.13");
    await hosts.ana.block(`ip saddr ${hosts.ana.address} meta l4proto ${media}`);
    await moves(second, ana.name, false);
    await seeAndHear();
    expect(requests("restartIce")).toBeGreaterThan(restarts);
    expect(requests("join")).toBe(joins);
    await hosts.ana.unblock();
  });

  test("follows somebody whose address changes for everything", async () => {
    const epoch = await first.epoch();
    await hosts.ana.run("ip", "address", "flush", "dev", "eth0");
    await hosts.ana.run("ip", "address", "add", "10.9.30.14/24", "dev", "eth0");
    await hosts.ana.run("ip", "route", "add", "default", "via", SERVER_ADDRESS);
    await until(
      async () => {
        const participants = [...servers.call().participants.values()];
        const addresses = (
          await Promise.all(participants.map((participant) => participant.mediaAddresses()))
        ).flat();
        return addresses.filter(({ remoteIp }) => remoteIp === "10.9.30.14").length === 2;
      },
      () => "media comes from the new address",
      60_000,
    );
    await seeAndHear();
    expect([...(await second.people())].sort()).toEqual([ana.name, ben.name]);
    await first.untilEpoch(epoch + 1);
  });
});
