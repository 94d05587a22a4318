import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { Crowd, crowdLimits } from "./harness/crowd.ts";
import { newLinkSecret } from "./harness/link.ts";
import { longTasks, occupy, recordTasks, type Task, watchLongTasks } from "./harness/mainThread.ts";
import { Participant, until } from "./harness/participant.ts";
import { type Servers, startServers } from "./harness/servers.ts";

const client = inject("client");
/** Those in the call who have no browser. */
const OTHERS = 24;
/** Often, so that several changes of keys fit into a test. */
const ROTATE_MS = 2_000;
const CHANGES = 3;
/** No task may be longer, ms. */
const LIMIT = 200;

/** In the page: on how many tiles the picture of somebody else moves. */
function moving(): number {
  const videos = [
    ...document.querySelectorAll<HTMLVideoElement>('[data-testid="tile"]:not([data-self="true"]) video'),
  ];
  return videos.filter((video) => video.getVideoPlaybackQuality().totalVideoFrames > 10).length;
}

describe("a call of 25 people", () => {
  let browser: Browser;
  let servers: Servers;
  let crowd: Crowd;
  let person: Participant;

  beforeAll(async () => {
    servers = await startServers(client, { sfuOptions: { limits: crowdLimits } });
    browser = await launchChromium();
    const linkSecret = newLinkSecret();
    crowd = await Crowd.gather(browser, servers, client, { people: OTHERS, linkSecret, rotateMs: ROTATE_MS });
    person = await Participant.open(browser, "Ana", { hue: 0, tone: 440 }, watchLongTasks);
    await person.page.setViewportSize({ width: 1280, height: 720 });
    await person.join(makeLink(servers.site.origin, linkSecret));
  });
  afterAll(async () => {
    crowd.close();
    await person.close();
    await browser.close();
    await servers.close();
  });

  test("shows all of them at once, moving", async () => {
    let seen = 0;
    await until(
      async () => (seen = await person.page.evaluate(moving)) === OTHERS,
      () => `all pictures move (${seen} do)`,
    );
  });

  test(`does nothing for ${LIMIT} ms on end when keys change`, async () => {
    const { page } = person;
    const stop = await recordTasks(browser, page);
    await longTasks(page);
    const epoch = await person.epoch();
    // One more: the last key is in use by then.
    await person.untilEpoch(epoch + CHANGES + 1);
    const long = await longTasks(page);
    const tasks = await stop();
    // By the clock, tasks also wait for other processes. Half the limit is left for waits of their own.
    const isTooLong = ({ wall, busy }: Task): boolean => busy > LIMIT || (wall > LIMIT && busy > LIMIT / 2);
    const longest = Math.max(...tasks.map(({ busy }) => busy));
    process.stdout.write(
      `at ${CHANGES} changes of keys: longest task ${longest.toFixed(0)} ms of processor time; ` +
        `by the clock ${Math.max(0, ...long).toFixed(0)} ms\n`,
    );
    expect(tasks.length).toBeGreaterThan(100);
    expect(tasks.filter(isTooLong)).toEqual([]);
    expect(await page.evaluate(moving)).toBe(OTHERS);
  });

  test("is seen to be held up where it is", async () => {
    const { page } = person;
    const stop = await recordTasks(browser, page);
    await longTasks(page);
    await occupy(page, LIMIT + 50);
    const found: number[] = [];
    await until(
      async () => {
        found.push(...(await longTasks(page)));
        return found.some((ms) => ms >= LIMIT + 50);
      },
      () => "the page notes a long task",
    );
    const long = (await stop()).filter(({ wall }) => wall >= LIMIT + 50);
    expect(Math.max(...long.map(({ busy }) => busy))).toBeGreaterThan(0);
  });
});
