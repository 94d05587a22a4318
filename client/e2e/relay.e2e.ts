import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromiumOn } from "./harness/browser.ts";
import type { FakeDevices } from "./harness/fakeDevices.ts";
import { type Host, Lab, SERVER_ADDRESS } from "./harness/lab.ts";
import { newLinkSecret } from "./harness/link.ts";
import { localCandidates, mediaPaths } from "./harness/mediaPaths.ts";
import { Participant, until } from "./harness/participant.ts";
import { whyNotHere } from "./harness/privateNetwork.ts";
import { type Servers, startServers } from "./harness/servers.ts";
import { findTurnServer, startTurnServer, TURN_SECRET, turnUrls } from "./harness/turnServer.ts";

const ana = { name: "Ana", hue: 0, tone: 440 };
const ben = { name: "Ben", hue: 120, tone: 660 };

const notRun = whyNotHere(findTurnServer() === undefined ? "no coturn" : undefined);

describe.skipIf(notRun !== undefined)("a call over a relay", () => {
  const client = inject("client");
  const ports = [client.sitePort, client.keyserverPort, client.sfuPort];
  let lab: Lab;
  let relay: Host;
  let hosts: { ana: Host; ben: Host };
  let turn: Awaited<ReturnType<typeof startTurnServer>>;
  let servers: Servers;
  let browsers: { ana: Browser; ben: Browser };
  const open: Participant[] = [];

  beforeAll(async () => {
    lab = await Lab.open();
    relay = await lab.host(20);
    hosts = { ana: await lab.host(11), ben: await lab.host(12) };
    servers = await startServers(client, {
      host: SERVER_ADDRESS,
      rtcHost: SERVER_ADDRESS,
      turn: { urls: turnUrls(relay), secret: TURN_SECRET },
    });
    turn = await startTurnServer(relay);
    // Page, signalling and keys go through a blind proxy on the relay's computer too.
    await relay.forward(relay.address, SERVER_ADDRESS, ports);
    for (const host of [hosts.ana, hosts.ben]) await host.forward("127.0.0.1", relay.address, ports);
    for (const network of [lab.server, relay, hosts.ana, hosts.ben]) await network.watchAddresses();
    browsers = { ana: await launchChromiumOn(hosts.ana), ben: await launchChromiumOn(hosts.ben) };
  });
  afterEach(async () => {
    for (const participant of open.splice(0)) await participant.close();
    await until(
      () => servers.sfu.calls.size === 0,
      () => "the call ends at the SFU",
    );
    for (const network of [lab.server, relay, hosts.ana, hosts.ben]) {
      await network.unblock();
      await network.forgetAddresses();
    }
  });
  afterAll(async () => {
    await browsers.ana.close();
    await browsers.ben.close();
    await servers.close();
    turn.close();
    await lab.close();
  });

  async function come(
    link: string,
    browser: Browser,
    devices: FakeDevices & { name: string },
    hidden: boolean,
  ): Promise<Participant> {
    const participant = await Participant.open(browser, devices.name, devices);
    open.push(participant);
    await participant.page.goto(link);
    if (hidden) await participant.page.getByTestId("relay-only").check();
    await participant.fillIn();
    await participant.untilEncrypted();
    return participant;
  }

  /** Where the SFU gets media from, by participant. */
  async function addressesAtSfu(): Promise<string[][]> {
    const all = [...servers.call().participants.values()].map((participant) => participant.mediaAddresses());
    return (await Promise.all(all)).map((addresses) => addresses.map(({ remoteIp }) => remoteIp));
  }

  test("hides everybody's address from the servers, and the servers are all that anybody meets", async () => {
    const link = makeLink(servers.site.origin, newLinkSecret());
    const first = await come(link, browsers.ana, ana, true);
    const second = await come(link, browsers.ben, ben, true);
    await first.untilSees(ben.name, ben.hue);
    await second.untilSees(ana.name, ana.hue);
    await first.untilHears([ben.tone]);
    await second.untilHears([ana.tone]);

    expect(await addressesAtSfu()).toEqual([
      [relay.address, relay.address],
      [relay.address, relay.address],
    ]);
    // What the kernels of all four saw, sound, picture, signalling and page together.
    expect(await lab.server.seenAddresses()).toEqual([relay.address]);
    expect(await hosts.ana.seenAddresses()).toEqual([relay.address]);
    expect(await hosts.ben.seenAddresses()).toEqual([relay.address]);
    expect(await relay.seenAddresses()).toEqual(
      [SERVER_ADDRESS, hosts.ana.address, hosts.ben.address].sort(),
    );
    for (const participant of [first, second]) {
      expect(new Set(await participant.remoteCandidateAddresses())).toEqual(new Set([SERVER_ADDRESS]));
      for (const { type, address } of await participant.page.evaluate(localCandidates)) {
        expect([type, address]).toEqual(["relay", relay.address]);
      }
      expect(participant.received.join("\n")).not.toMatch(/10\.9\.30\.1[12]/);
    }
    for (const record of [servers.sfuRecord, servers.keyserverRecord]) {
      const all = [...record.in, ...record.out].map((bytes) => Buffer.from(bytes).toString("latin1"));
      expect([...all, ...record.log].filter((text) => /10\.9\.30\.1[12]/.test(text))).toEqual([]);
    }
    // The relay's own record names a time and a random number, nobody else.
    const users = new Set([...turn.log.join("").matchAll(/user <([^>]+)>/g)].map(([, user]) => user));
    expect(users.size).toBe(4);
    for (const user of users) expect(user).toMatch(/^\d{10}:[0-9a-f]{16}$/);
  });

  test("is not what happens without asking: media goes straight to the SFU", async () => {
    const link = makeLink(servers.site.origin, newLinkSecret());
    const first = await come(link, browsers.ana, ana, false);
    await until(
      async () => servers.sfu.calls.size === 1 && (await addressesAtSfu())[0]?.length === 2,
      () => "both connections at the SFU",
    );
    expect(await addressesAtSfu()).toEqual([[hosts.ana.address, hosts.ana.address]]);
    expect(await lab.server.seenAddresses()).toContain(hosts.ana.address);
    expect((await first.page.evaluate(mediaPaths)).map(({ localType }) => localType)).not.toContain("relay");
  });

  test("comes about by itself, over TLS on port 443, where the network lets out nothing else", async () => {
    const link = makeLink(servers.site.origin, newLinkSecret());
    await hosts.ben.block("meta l4proto udp");
    await lab.server.block(`ip saddr ${hosts.ben.address} tcp dport ${client.rtcPort}`);
    const first = await come(link, browsers.ana, ana, false);
    const second = await come(link, browsers.ben, ben, false);
    await first.untilSees(ben.name, ben.hue);
    await second.untilSees(ana.name, ana.hue);
    await second.untilHears([ana.tone]);
    const paths = await second.page.evaluate(mediaPaths);
    expect(paths).toHaveLength(2);
    for (const { localType, relayProtocol } of paths) {
      expect([localType, relayProtocol]).toEqual(["relay", "tls"]);
    }
  });
});
