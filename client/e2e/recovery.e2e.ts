import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { newLinkSecret } from "./harness/link.ts";
import { Participant } from "./harness/participant.ts";
import { keyserverProcess, sfuProcess } from "./harness/serverProcess.ts";
import { serveSite, type Site } from "./harness/site.ts";

const ana = { name: "Ana", hue: 0, tone: 440 };
const ben = { name: "Ben", hue: 120, tone: 660 };

describe("a call whose servers die", () => {
  const client = inject("client");
  const keyserver = keyserverProcess(client);
  const sfu = sfuProcess(client);
  let browser: Browser;
  let site: Site;
  let first: Participant;
  let second: Participant;
  let link: string;

  beforeAll(async () => {
    await keyserver.start();
    await sfu.start();
    site = await serveSite(client.folder, client.sitePort);
    browser = await launchChromium();
    link = makeLink(site.origin, newLinkSecret());
    first = await Participant.open(browser, ana.name, ana);
    second = await Participant.open(browser, ben.name, ben);
    await first.join(link);
    await second.join(link);
    await bothSeeAndHear();
  });
  afterAll(async () => {
    await first.close();
    await second.close();
    await browser.close();
    await site.close();
    await sfu.kill();
    await keyserver.kill();
  });

  async function bothSeeAndHear(): Promise<void> {
    await first.untilSees(ben.name, ben.hue);
    await second.untilSees(ana.name, ana.hue);
    await first.untilHears([ben.tone]);
    await second.untilHears([ana.tone]);
  }

  test("recovers by itself when the SFU is killed and started again", async () => {
    await sfu.kill();
    await first.untilBanner("sfu/away");
    await sfu.start();
    await first.untilNoBanner("sfu/away");
    await bothSeeAndHear();
  });

  test("goes on without the key server, and says so", async () => {
    await keyserver.kill();
    await first.untilBanner("keyserver/away");
    await second.untilBanner("keyserver/away");
    await bothSeeAndHear();
  });

  test("changes keys again once an empty key server is there, under the same link", async () => {
    const before = await first.epoch();
    await keyserver.start();
    await first.untilNoBanner("keyserver/away");
    await second.untilNoBanner("keyserver/away");
    await first.untilEpoch(before + 2);
    await bothSeeAndHear();

    const newcomer = await Participant.open(browser, "Cleo", { hue: 240, tone: 880 });
    try {
      await newcomer.join(link);
      await newcomer.untilSees(ana.name, ana.hue);
      await first.untilSees("Cleo", 240);
      expect([...(await first.people())].sort()).toEqual(["Ana", "Ben", "Cleo"]);
    } finally {
      await newcomer.close();
    }
  });
});
