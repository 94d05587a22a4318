import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { newLinkSecret } from "./harness/link.ts";
import { Participant, until } from "./harness/participant.ts";
import { keyserverProcess, sfuProcess } from "./harness/serverProcess.ts";
import { serveSite, type Site } from "./harness/site.ts";

const client = inject("client");
const ana = { name: "Ana", hue: 0, tone: 440 };
const ben = { name: "Ben", hue: 120, tone: 660 };

/** In the page: the person says no to the microphone, and the system keeps the camera from the browser. */
function refuseDevices(): void {
  navigator.permissions.query = () => Promise.resolve({ state: "prompt" } as PermissionStatus);
  navigator.mediaDevices.getUserMedia = (asked) => {
    const text = asked?.audio === undefined ? "Permission denied by system" : "Permission denied";
    return Promise.reject(new DOMException(text, "NotAllowedError"));
  };
}

/** In the page: what WebKitGTK lacks. */
function withoutWebRtc(): void {
  for (const name of ["RTCPeerConnection", "RTCRtpScriptTransform", "RTCRtpSender"]) {
    Object.defineProperty(window, name, { value: undefined });
  }
}

/** In the page: a browser with calls, and without a way to encrypt their frames. */
function withoutTransforms(): void {
  Reflect.deleteProperty(window, "RTCRtpScriptTransform");
  Reflect.deleteProperty(RTCRtpSender.prototype, "createEncodedStreams");
}

describe("coming into a call", () => {
  const keyserver = keyserverProcess(client);
  const sfu = sfuProcess(client);
  let browser: Browser;
  let site: Site;
  const open: Participant[] = [];

  beforeAll(async () => {
    await sfu.start();
    site = await serveSite(client.folder, client.sitePort);
    browser = await launchChromium();
  });
  afterEach(async () => {
    for (const participant of open.splice(0)) await participant.close();
  });
  afterAll(async () => {
    await browser.close();
    await site.close();
    await keyserver.kill();
    await sfu.kill();
  });

  async function come(devices: typeof ana, sabotage?: () => void): Promise<Participant> {
    const participant = await Participant.open(browser, devices.name, devices, sabotage);
    open.push(participant);
    return participant;
  }

  test("with a browser that cannot encrypt says so, and asks for no camera", async () => {
    for (const [missing, sabotage] of [
      ["WebRTC", withoutWebRtc],
      ["encoded transforms", withoutTransforms],
    ] as const) {
      const visitor = await come(ana, sabotage);
      await visitor.page.goto(makeLink(site.origin, newLinkSecret()));
      await visitor.page.locator(`[data-testid="unsupported"][data-missing="${missing}"]`).waitFor();
      expect(await visitor.page.getByTestId("join-button").count()).toBe(0);
      expect(visitor.received).toEqual([]);
      const given = await visitor.page.evaluate(
        () => (window as unknown as { givenTracks: unknown[] }).givenTracks.length,
      );
      expect(given).toBe(0);
    }
  });

  test("by a link that was cut off says so", async () => {
    const visitor = await come(ana);
    const link = makeLink(site.origin, newLinkSecret());
    for (const [broken, code] of [
      [link.slice(0, -5), "link/incomplete"],
      [`${link}AA`, "link/malformed"],
      [link.replace(/.$/, "!"), "link/malformed"],
    ] as const) {
      await visitor.page.goto("about:blank");
      await visitor.page.goto(broken);
      await visitor.page.locator(`[data-testid="problem"][data-code="${code}"]`).waitFor();
      expect(await visitor.page.getByTestId("join-button").count()).toBe(0);
    }
  });

  test("while the key server is away says that it waits, and goes on when it is back", async () => {
    const visitor = await come(ana);
    await visitor.enter(makeLink(site.origin, newLinkSecret()));
    const waiting = visitor.page.locator('[data-testid="joining"][data-late="true"]');
    await waiting.waitFor();
    expect(await waiting.innerText()).toContain("The key server does not answer");
    await keyserver.start();
    await visitor.untilEncrypted();
  });

  test("without camera and microphone is possible, and the refusal is explained", async () => {
    const link = makeLink(site.origin, newLinkSecret());
    const refused = await come(ana, refuseDevices);
    await refused.page.goto(link);
    for (const [device, words] of [
      ["camera", /your system's settings keep it back[^]*Privacy/],
      ["microphone", /is not allowed to use your microphone[^]*switch “Microphone” on there/],
    ] as const) {
      const note = refused.page.locator(`[data-testid="device-error"][data-device="${device}"]`);
      await note.waitFor();
      expect(await note.innerText()).toMatch(words);
    }
    await refused.join(link);
    const other = await come(ben);
    await other.join(link);
    await refused.untilSees(ben.name, ben.hue);
    await refused.untilHears([ben.tone]);
    await until(
      async () => (await other.people()).includes("Ana"),
      () => "Ana is listed without camera",
    );
  });

  test("again by a reload is one click, as the same person", async () => {
    const link = makeLink(site.origin, newLinkSecret());
    const [first, second] = [await come(ana), await come(ben)];
    await first.join(link);
    await second.join(link);
    await first.untilSees(ben.name, ben.hue);
    await second.page.reload();
    await second.page.getByTestId("join-button").click();
    await second.untilEncrypted();
    await second.untilSees(ana.name, ana.hue);
    await first.untilSees(ben.name, ben.hue);
    await first.untilPeople(["Ana", "Ben"]);
    await second.untilPeople(["Ben", "Ana"]);
  });
});
