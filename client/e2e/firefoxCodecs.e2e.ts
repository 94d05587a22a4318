import type { Browser } from "playwright-core";
import type { Browser as Firefox } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import type { VideoCodec } from "../src/sdk/index.ts";
import { launchChromium } from "./harness/browser.ts";
import { findFirefox, launchFirefox } from "./harness/firefox.ts";
import { newLinkSecret } from "./harness/link.ts";
import { until } from "./harness/participant.ts";
import { privateAddress, whyNotHere } from "./harness/privateNetwork.ts";
import { buildSdkPage, isHue, SdkParticipant, type SdkWindow } from "./harness/sdkParticipant.ts";
import { type Servers, startServers } from "./harness/servers.ts";

const client = inject("client");
const size = { width: 640, height: 360 };
const hues = { firefox: { camera: 120, screen: 60 }, chromium: { camera: 240, screen: 0 } };
/** All but H264, which Debian's Firefox does not have. */
const codecs: readonly VideoCodec[] = ["vp8", "vp9", "av1"];

const notRun = whyNotHere(findFirefox() === undefined ? "no Firefox" : undefined);

describe.skipIf(notRun !== undefined)("between Firefox and Chromium", () => {
  let servers: Servers;
  let chromium: Browser;
  let firefox: Firefox;

  beforeAll(async () => {
    await buildSdkPage(client);
    servers = await startServers(client, { rtcHost: privateAddress });
    [chromium, firefox] = await Promise.all([launchChromium(), launchFirefox()]);
  });
  afterAll(async () => {
    await firefox.close();
    await chromium.close();
    await servers.close();
  });

  /** Two in a call that Firefox begins, with cameras and screens. */
  async function inCall(
    codec: VideoCodec,
    check: (pair: { fay: SdkParticipant; chris: SdkParticipant }) => Promise<void>,
  ): Promise<void> {
    const { origin } = servers.site;
    const link = makeLink(origin, newLinkSecret());
    const fay = await SdkParticipant.openFirefox(firefox, origin, "Fay");
    const chris = await SdkParticipant.open(chromium, origin, "Chris");
    try {
      const options = { options: { codec } };
      await fay.join(client, link, { ...options, camera: { ...size, hue: hues.firefox.camera } });
      await chris.join(client, link, { ...options, camera: { ...size, hue: hues.chromium.camera } });
      await check({ fay, chris });
    } finally {
      await fay.close();
      await chris.close();
      await until(
        () => servers.sfu.calls.size === 0,
        () => "the call ends at the SFU",
      );
    }
  }

  async function share(participant: SdkParticipant, hue: number): Promise<void> {
    await participant.page.evaluate(
      async ({ colour, dimensions }) => {
        const { sotto } = window as unknown as SdkWindow;
        await sotto.call?.screen?.startTracks(sotto.picture({ ...dimensions, hue: colour }), null);
      },
      { colour: hue, dimensions: size },
    );
  }

  test.each(codecs)("cameras and screens go both ways in %s", async (codec) => {
    await inCall(codec, async ({ fay, chris }) => {
      await fay.untilSees("Chris", "camera", ({ hue }) => isHue(hue, hues.chromium.camera));
      await chris.untilSees("Fay", "camera", ({ hue }) => isHue(hue, hues.firefox.camera));
      await share(fay, hues.firefox.screen);
      await share(chris, hues.chromium.screen);
      await fay.untilSees("Chris", "screen", ({ hue }) => isHue(hue, hues.chromium.screen));
      await chris.untilSees("Fay", "screen", ({ hue }) => isHue(hue, hues.firefox.screen));
      const kinds = [...servers.call().participants.values()].map(({ producers }) =>
        [...producers.values()].map(({ rtpParameters }) => rtpParameters.codecs[0]?.mimeType.toLowerCase()),
      );
      expect(kinds).toEqual([
        [`video/${codec}`, `video/${codec}`],
        [`video/${codec}`, `video/${codec}`],
      ]);
      expect([...(await fay.notices()), ...(await chris.notices())]).toEqual([]);
    });
  });

  test("H264 that Firefox does not have is refused in so many words, and Chromium's leaves the rest alone", async () => {
    await inCall("h264", async ({ fay, chris }) => {
      await until(
        async () => (await fay.notices()).includes("codec/unsupported"),
        () => "the refusal is told",
      );
      await share(chris, hues.chromium.screen);
      await until(
        async () => (await fay.person("Chris"))?.screen.on === true,
        () => "the screen is told of",
      );
      expect(await fay.look("Chris")).toBeUndefined();
      expect(await chris.look("Fay")).toBeUndefined();
    });
  });
});
