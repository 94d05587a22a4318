import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { newLinkSecret } from "./harness/link.ts";
import { until } from "./harness/participant.ts";
import { buildSdkPage, isHue, SdkParticipant } from "./harness/sdkParticipant.ts";
import { type Servers, startServers } from "./harness/servers.ts";

const client = inject("client");
const green = 120;

describe("a call with a lobby", () => {
  let servers: Servers;
  let browser: Browser;
  let host: SdkParticipant;
  let guest: SdkParticipant;
  let link: string;

  beforeAll(async () => {
    await buildSdkPage(client);
    servers = await startServers(client);
    browser = await launchChromium();
    link = makeLink(servers.site.origin, newLinkSecret());
    host = await SdkParticipant.open(browser, servers.site.origin, "Ana");
    guest = await SdkParticipant.open(browser, servers.site.origin, "Ben");
    const camera = { width: 320, height: 180, hue: green };
    await host.join(client, link, { camera, options: { policy: { lobby: true } } });
  });
  afterAll(async () => {
    await host.close();
    await guest.close();
    await browser.close();
    await servers.close();
  });

  /** Waits until the call, in somebody's page, is as it should be. */
  async function untilSo(
    who: SdkParticipant,
    what: Parameters<SdkParticipant["ask"]>[0],
    why: string,
  ): Promise<void> {
    await until(
      async () => (await who.ask(what)) === true,
      () => `${who.name}: ${why}`,
    );
  }

  test("shows its host who knocks, keeps them out until they are admitted, and then shows them the call", async () => {
    const joining = guest.join(client, link, { tone: 440 });
    await untilSo(host, (call) => call.state.waiting.length === 1, "somebody waits");
    await untilSo(guest, (call) => call.state.lobby === "waiting", "is told to wait");
    const [waiting] = await host.ask((call) => call.state.waiting);
    expect(waiting?.displayName).toBe("Ben");
    expect(await guest.ask((call) => call.state.people)).toEqual([]);
    await host.ask((call) => call.host?.admitAll());
    await joining;
    await guest.untilSees("Ana", "camera", ({ hue }) => isHue(hue, green));
    const ben = await host.person("Ben");
    expect(ben).toMatchObject({ deviceFingerprint: waiting?.deviceFingerprint, role: "guest" });
    expect(await guest.ask((call) => [call.state.role, call.state.lobby])).toEqual(["guest", undefined]);
  });

  test("takes its host's word and nobody else's, and carries hands and written messages", async () => {
    const isHeard = (call: Parameters<Parameters<SdkParticipant["ask"]>[0]>[0]) =>
      call.state.people.find(({ displayName }) => displayName === "Ben")?.microphone.on === true;
    await untilSo(host, isHeard, "hears Ben");
    const code = await guest.ask((call) =>
      call.host?.setPolicy({ lobby: false }).then(
        () => "done",
        (error: { code: string }) => error.code,
      ),
    );
    expect(code).toBe("policy/not-allowed");
    await host.ask((call) => call.host?.requestMute("everybody", "mute"));
    await untilSo(
      host,
      (call) => call.state.people.find(({ displayName }) => displayName === "Ben")?.microphone.on === false,
      "Ben is muted",
    );
    await guest.ask((call) => {
      call.setHand(true);
      return call.chat?.send("May I?");
    });
    await untilSo(host, (call) => call.state.chat[0]?.text === "May I?", "reads what Ben wrote");
    await untilSo(
      host,
      (call) => call.state.people.some(({ handSince }) => handSince > 0),
      "sees Ben's hand",
    );
  });

  test("puts out who is banned, and keeps that device out", async () => {
    await host.ask((call) => {
      const ben = call.state.people.find(({ displayName }) => displayName === "Ben");
      return call.host?.remove(ben?.key ?? "", { ban: true });
    });
    await untilSo(guest, (call) => call.state.error?.code === "call/banned", "is put out");
    await untilSo(host, (call) => call.state.people.length === 1, "is alone again");
    // It never joins: what it waits for ends with the page.
    guest.join(client, link).catch(() => undefined);
    await untilSo(guest, (call) => call.state.lobby === "banned", "is told, when it comes back");
    expect(await host.ask((call) => [call.state.waiting.length, call.state.people.length])).toEqual([0, 1]);
  });
});
