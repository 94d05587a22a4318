import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { newLinkSecret } from "./harness/link.ts";
import { until } from "./harness/participant.ts";
import { buildSdkPage, isHue, SdkParticipant, type SdkWindow } from "./harness/sdkParticipant.ts";
import { keyserverProcess, sfuProcess } from "./harness/serverProcess.ts";
import { serveSite, type Site } from "./harness/site.ts";

const ana = { name: "Ana", hue: 0 };
const ben = { name: "Ben", hue: 120 };
const size = { width: 320, height: 180 };
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("a call in which something stands still", () => {
  const client = inject("client");
  const keyserver = keyserverProcess(client);
  const sfu = sfuProcess(client);
  let browsers: Browser[] = [];
  let site: Site;
  let first: SdkParticipant;
  let second: SdkParticipant;

  beforeAll(async () => {
    await buildSdkPage(client);
    await keyserver.start();
    await sfu.start();
    site = await serveSite(client.folder, client.sitePort);
    // A machine each, so that one can sleep.
    browsers = [await launchChromium(), await launchChromium()];
    const link = makeLink(site.origin, newLinkSecret());
    first = await SdkParticipant.open(browsers[0] as Browser, site.origin, ana.name);
    second = await SdkParticipant.open(browsers[1] as Browser, site.origin, ben.name);
    await first.join(client, link, { camera: { ...size, hue: ana.hue }, tone: 440 });
    await second.join(client, link, { camera: { ...size, hue: ben.hue }, tone: 660 });
    await bothMove();
  });
  afterAll(async () => {
    await first.close();
    await second.close();
    for (const browser of browsers) await browser.close();
    await site.close();
    await sfu.kill();
    await keyserver.kill();
  });

  async function bothMove(): Promise<void> {
    await moves(first, ben);
    await moves(second, ana);
  }

  /** New pictures come, in the right colour. */
  async function moves(watcher: SdkParticipant, of: { name: string; hue: number }): Promise<void> {
    let frames = 0;
    await watcher.untilSees(of.name, "camera", (seen) => {
      const hasMoved = frames > 0 && seen.frames > frames;
      frames = seen.frames;
      return hasMoved && isHue(seen.hue, of.hue);
    });
  }

  async function keyOf(participant: SdkParticipant): Promise<string | undefined> {
    return (await participant.person(participant.name))?.key;
  }

  test("the server, for a moment: it goes on", async () => {
    sfu.freeze();
    await pause(6_000);
    sfu.thaw();
    await bothMove();
  });

  test("the server, so long that it counts as gone: all come back as who they were", async () => {
    const keys = [await keyOf(first), await keyOf(second)];
    sfu.freeze();
    for (const participant of [first, second]) {
      await until(
        async () => (await participant.ask((call) => call.state.media)) === "reconnecting",
        () => `${participant.name} gives the server up`,
      );
      expect((await participant.person(participant.name))?.quality).toBe("lost");
    }
    sfu.thaw();
    await bothMove();
    expect([await keyOf(first), await keyOf(second)]).toEqual(keys);
  });

  test("nothing, but the server is killed and another one takes its place: within seconds all are back", async () => {
    const keys = [await keyOf(first), await keyOf(second)];
    await sfu.kill();
    await sfu.start();
    const started = performance.now();
    await bothMove();
    expect(performance.now() - started).toBeLessThan(15_000);
    expect([await keyOf(first), await keyOf(second)]).toEqual(keys);
  });

  test("somebody's machine, asleep: it goes on when it wakes", async () => {
    const session = await (browsers[1] as Browser).newBrowserCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const signal = (name: "SIGSTOP" | "SIGCONT"): void => {
      for (const { id } of processInfo) process.kill(id, name);
    };
    signal("SIGSTOP");
    await pause(7_000);
    signal("SIGCONT");
    await bothMove();
    const notices = await second.notices();
    expect(notices.filter((code) => code.startsWith("transform/"))).toEqual([]);
  });

  test("a camera that was pulled out: it is off, until there is another", async () => {
    await first.page.evaluate(() => {
      const { call } = (window as unknown as SdkWindow).sotto;
      call?.state.people.find(({ isSelf }) => isSelf)?.camera.track?.dispatchEvent(new Event("ended"));
    });
    await until(
      async () => (await second.person(ana.name))?.camera.on === false,
      () => "the camera is off for Ben",
    );
    await first.page.evaluate(
      async (of) => {
        const { call, picture } = (window as unknown as SdkWindow).sotto;
        await call?.setCamera(picture(of));
      },
      { ...size, hue: ana.hue },
    );
    await bothMove();
  });
});
