import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import type { VideoCodec } from "../src/sdk/index.ts";
import { launchChromium } from "./harness/browser.ts";
import { newLinkSecret } from "./harness/link.ts";
import { until } from "./harness/participant.ts";
import { buildSdkPage, isHue, SdkParticipant } from "./harness/sdkParticipant.ts";
import { type Servers, startServers } from "./harness/servers.ts";

const client = inject("client");
const camera = { width: 1024, height: 576, hue: 120 };
const sizes = {
  large: { width: 1024, height: 576 },
  small: { width: 256, height: 144 },
};

describe("what is not looked at", () => {
  let servers: Servers;
  let browser: Browser;

  beforeAll(async () => {
    await buildSdkPage(client);
    servers = await startServers(client);
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    await servers.close();
  });

  /** Bytes per second that come to the SFU of the camera, all layers together. */
  async function cameraRate(): Promise<number> {
    const bytes = async (): Promise<number> => {
      let sum = 0;
      for (const { producers } of servers.call().participants.values()) {
        for (const producer of producers.values()) {
          if (producer.kind !== "video") continue;
          for (const { byteCount } of await producer.getStats()) sum += byteCount;
        }
      }
      return sum;
    };
    const [began, before] = [performance.now(), await bytes()];
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return ((await bytes()) - before) / ((performance.now() - began) / 1_000);
  }

  test.each<VideoCodec>(["vp8", "vp9"])(
    "of %s is neither received nor encoded, until it is",
    async (codec) => {
      const link = makeLink(servers.site.origin, newLinkSecret());
      const sender = await SdkParticipant.open(browser, servers.site.origin, "Sam");
      const watcher = await SdkParticipant.open(browser, servers.site.origin, "Wes");
      try {
        await sender.join(client, link, { camera, options: { codec } });
        await watcher.join(client, link);
        await watcher.untilSees("Sam", "camera", ({ height }) => height === 576);
        const full = await cameraRate();

        await watcher.show("Sam", "camera", sizes.small);
        await watcher.untilSees("Sam", "camera", ({ height }) => height === 144);
        let small = Infinity;
        await until(
          async () => (small = await cameraRate()) < full / 3,
          () => `the larger layers are not encoded any more (${full} bytes/s before, ${small} now)`,
        );
        expect(small).toBeGreaterThan(0);

        await watcher.show("Sam", "camera", null);
        await until(
          async () => (await cameraRate()) === 0,
          () => "nothing is encoded for nobody",
        );
        const still = await watcher.look("Sam");

        await watcher.show("Sam", "camera", sizes.large);
        await watcher.untilSees(
          "Sam",
          "camera",
          ({ height, frames, hue }) =>
            height === 576 && frames > (still?.frames ?? 0) && isHue(hue, camera.hue),
        );
        // Nobody took any of this for a fault.
        expect(await sender.notices()).toEqual([]);
        expect(await watcher.notices()).toEqual([]);
      } finally {
        await sender.close();
        await watcher.close();
        await until(
          () => servers.sfu.calls.size === 0,
          () => "the call ends at the SFU",
        );
      }
    },
  );
});
