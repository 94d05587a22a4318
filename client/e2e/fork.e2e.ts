import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { type ForkingKeyserver, startForkingKeyserver } from "./harness/forkingKeyserver.ts";
import { newLinkSecret } from "./harness/link.ts";
import { Participant } from "./harness/participant.ts";
import { freePort } from "./harness/ports.ts";
import { type Servers, startServers } from "./harness/servers.ts";

const client = inject("client");
const ana = { name: "Ana", hue: 0, tone: 440 };
const ben = { name: "Ben", hue: 120, tone: 660 };

/** How long to wait for the alarm, ms: reports come every 10 s, and a fork has to be confirmed. */
const ALARM_MS = 40_000;

describe("a key server that shows two people two calls", () => {
  let keyserver: ForkingKeyserver;
  let servers: Servers;
  let browser: Browser;
  let first: Participant;
  let second: Participant;

  beforeAll(async () => {
    keyserver = await startForkingKeyserver(client.keyserverPort);
    // Its own key server is not asked by anybody.
    servers = await startServers({ ...client, keyserverPort: await freePort() });
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
    await keyserver.close();
  });

  /** How many streams each of the two sends. */
  function sending(): number[] {
    return [...servers.call().participants.values()].map(({ producers }) => producers.size);
  }

  test("raises no alarm while it is honest, over several epochs", async () => {
    const before = await first.epoch();
    await first.untilEpoch(before + 4);
    for (const { page } of [first, second]) expect(await page.getByTestId("fork-alert").count()).toBe(0);
    expect(sending()).toEqual([2, 2]);
    // Reports do go over the forwarding server.
    await expect.poll(() => servers.call().data.counts.passed, { timeout: 30_000 }).toBeGreaterThan(8);
  });

  test("is found out on both sides once it forks the log, and nothing is sent any more", async () => {
    expect(keyserver.connections).toBe(2);
    await keyserver.fork(1);
    const alerts = [first, second].map(({ page }) => page.getByRole("alertdialog"));
    await Promise.all(alerts.map((alert) => alert.waitFor({ timeout: ALARM_MS })));
    await expect.poll(sending, { timeout: 10_000 }).toEqual([0, 0]);
    expect(await alerts[0]?.textContent()).toContain("shown you and Ben two different calls");
    expect(await alerts[1]?.textContent()).toContain("shown you and Ana two different calls");

    // It does not go away by itself, nor by a key, and nothing begins to be sent again.
    await first.page.keyboard.press("Escape");
    const { passed } = servers.call().data.counts;
    await expect
      .poll(() => servers.call().data.counts.passed, { timeout: 30_000 })
      .toBeGreaterThan(passed + 4);
    expect(sending()).toEqual([0, 0]);
    for (const alert of alerts) expect(await alert.isVisible()).toBe(true);
  });

  test("leaves the way out", async () => {
    await first.page.getByTestId("fork-leave").click();
    await first.page.getByTestId("left-page").waitFor();
  });
});
