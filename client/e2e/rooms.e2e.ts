import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { launchChromium } from "./harness/browser.ts";
import { Participant, until } from "./harness/participant.ts";
import { keyserverProcess, sfuProcess } from "./harness/serverProcess.ts";
import { serveSite, type Site } from "./harness/site.ts";

const client = inject("client");
const ana = { name: "Ana", hue: 0, tone: 440 };
const ben = { name: "Ben", hue: 120, tone: 660 };

/** In the page: all that the app's database of rooms holds, as text. */
async function storedRooms(): Promise<{ text: string; extractable: boolean }> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open("sotto-rooms", 1);
    opening.onsuccess = () => resolve(opening.result);
  });
  const found = await new Promise<{ key: CryptoKey; nonce: Uint8Array; sealed: ArrayBuffer }[]>((resolve) => {
    const asked = database.transaction("sealed").objectStore("sealed").getAll();
    asked.onsuccess = () => resolve(asked.result as never);
  });
  database.close();
  const text = found.map(({ sealed }) => String.fromCharCode(...new Uint8Array(sealed))).join("");
  return { text, extractable: found.some(({ key }) => key.extractable) };
}

describe("rooms", () => {
  const keyserver = keyserverProcess(client);
  const sfu = sfuProcess(client);
  let browser: Browser;
  let site: Site;
  const open: Participant[] = [];

  beforeAll(async () => {
    await Promise.all([keyserver.start(), sfu.start()]);
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

  async function come(devices: typeof ana): Promise<Participant> {
    const participant = await Participant.open(browser, devices.name, devices);
    open.push(participant);
    return participant;
  }

  test("with a password open for who knows it, and are remembered on this device, sealed", async () => {
    const first = await come(ana);
    await first.page.goto(site.origin);
    await first.page.getByTestId("with-password").click();
    await first.page.getByTestId("start-new-call").click();
    await first.page.getByTestId("new-password-error").waitFor();
    await first.page.getByTestId("new-password").fill("open sesame");
    await first.page.getByTestId("start-new-call").click();
    const link = await first.page.getByTestId("call-link").innerText();
    expect(link).toMatch(/#\/p\/[A-Za-z0-9_-]{43}$/);
    expect(await first.page.getByTestId("call-password").innerText()).toContain("open sesame");
    await first.page.getByTestId("name-input").fill(ana.name);
    await first.page.getByTestId("join-button").click();
    await first.untilEncrypted();

    const second = await come(ben);
    await second.page.goto(link);
    await second.page.getByTestId("name-input").fill(ben.name);
    await second.page.getByTestId("join-button").click();
    await second.page.getByTestId("password-error").waitFor();
    await second.page.getByTestId("password-input").fill("open sesam");
    await second.page.getByTestId("join-button").click();
    await second.untilEncrypted();
    await second.page.getByTestId("alone-password").waitFor();
    expect(await second.people()).toEqual(["Ben"]);

    await second.leave();
    await second.page.goto("about:blank");
    await second.page.goto(link);
    await second.page.getByTestId("password-input").fill("open sesame");
    await second.page.getByTestId("join-button").click();
    await second.untilEncrypted();
    await second.untilSees(ana.name, ana.hue);
    await first.untilPeople(["Ana", "Ben"]);

    // Back to the start page, by a reload that knows nothing any more but what is stored.
    await second.leave();
    await second.page.goto("about:blank");
    await second.page.goto(site.origin);
    const entry = second.page.getByTestId("recent-call");
    await entry.waitFor();
    expect(await entry.innerText()).toContain("With Ana");
    const stored = await second.page.evaluate(storedRooms);
    expect(stored.extractable).toBe(false);
    expect(stored.text.length).toBeGreaterThan(60);
    for (const secret of [link.slice(-43), "Ana", "sesame"]) expect(stored.text).not.toContain(secret);
    const kept = await second.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    for (const secret of [link.slice(-43), "sesame"]) expect(kept).not.toContain(secret);
    for (const wire of [...first.requestedUrls, ...second.requestedUrls, ...first.received]) {
      expect(wire).not.toContain("sesame");
    }

    await second.page.getByTestId("recent-open").click();
    await second.page.getByTestId("password-input").waitFor();
    expect(second.page.url()).toBe(link);
    await second.page.goto(site.origin);
    await second.page.getByTestId("recent-forget").click();
    await entry.waitFor({ state: "detached" });
    await second.page.reload();
    await second.page.getByTestId("start-new-call").waitFor();
    await until(
      async () => (await second.page.evaluate(storedRooms)).text === "",
      () => "nothing is stored any more",
    );
    expect(await entry.count()).toBe(0);
  });
});
