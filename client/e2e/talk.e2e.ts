import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { newLinkSecret } from "./harness/link.ts";
import { Participant, until } from "./harness/participant.ts";
import { keyserverProcess, sfuProcess } from "./harness/serverProcess.ts";
import { serveSite, type Site } from "./harness/site.ts";

const client = inject("client");
const ana = { name: "Ana", hue: 0, tone: 440 };
/** Markup, a turned direction, and more than a line. */
const EVIL_NAME = '<img src=x onerror="window.hacked=1">\u202Egnp.exe';
/** Without what turns the direction: no member takes a name that has it. */
const SHOWN_NAME = EVIL_NAME.replace("\u202E", "");
const eve = { name: EVIL_NAME, hue: 120, tone: 660 };
const EVIL_TEXTS = [
  '<script>window.hacked=1</script><b onclick="window.hacked=1">bold</b>',
  "javascript:alert(1) data:text/html,<script>window.hacked=1</script> https://example.org/?a=<b>",
  `\u202Eneed\u202D \u2066${"x".repeat(10_000)}`,
];

/** In the page: a file that grows in the browser's own file system, in place of one that a person chooses. */
function chooseFile(): void {
  Object.assign(window, {
    showSaveFilePicker: async () => {
      const folder = await navigator.storage.getDirectory();
      return await folder.getFileHandle("recording", { create: true });
    },
  });
}

describe("writing, files and recording", () => {
  const keyserver = keyserverProcess(client);
  const sfu = sfuProcess(client);
  let browser: Browser;
  let site: Site;
  let first: Participant;
  let second: Participant;

  beforeAll(async () => {
    await Promise.all([keyserver.start(), sfu.start()]);
    site = await serveSite(client.folder, client.sitePort);
    browser = await launchChromium();
    const link = makeLink(site.origin, newLinkSecret());
    first = await Participant.open(browser, ana.name, ana, chooseFile);
    second = await Participant.open(browser, eve.name, eve);
    await first.join(link);
    await second.join(link);
    await first.untilSees(SHOWN_NAME, eve.hue);
    for (const { page } of [first, second]) await page.getByTestId("chat-toggle").click();
  });
  afterAll(async () => {
    await first.close();
    await second.close();
    await browser.close();
    await site.close();
    await keyserver.kill();
    await sfu.kill();
  });

  test("a hostile name and hostile messages are text, and break nothing", async () => {
    for (const text of EVIL_TEXTS) {
      await second.page.getByTestId("chat-input").fill(text);
      await second.page.getByTestId("chat-send").click();
    }
    const messages = first.page.locator('[data-testid="chat-message"][data-mine="false"]');
    await until(
      async () => (await messages.count()) === EVIL_TEXTS.length,
      () => "all messages",
    );
    // As it was written, down to the last character.
    expect(await messages.allInnerTexts()).toEqual(EVIL_TEXTS);
    const found = await first.page.evaluate(() => ({
      hacked: "hacked" in window,
      made: document.querySelectorAll(
        '[data-testid="chat-message"] :is(script, b, img, svg, iframe), img[src="x"]',
      ).length,
      links: [...document.querySelectorAll<HTMLAnchorElement>('[data-testid="chat-message"] a')].map(
        ({ href, rel, target }) => `${new URL(href).protocol} ${rel} ${target}`,
      ),
      wide: document.documentElement.scrollWidth - innerWidth,
    }));
    expect(found).toEqual({
      hacked: false,
      made: 0,
      links: ["https: noopener noreferrer nofollow _blank"],
      wide: 0,
    });
    // What turns the direction of writing ends with the name, and with the message.
    const isolated = await first.page
      .locator('[data-testid="chat-panel"] bdi, [data-testid="chat-message"] [dir="auto"]')
      .evaluateAll((all) => all.every((one) => getComputedStyle(one).unicodeBidi.includes("isolate")));
    expect(isolated).toBe(true);
  });

  test("a file comes as it was, under a safe name, and is saved and not opened", async () => {
    const content = Buffer.from(Array.from({ length: 200_000 }, (_, at) => at % 253));
    const [chooser] = await Promise.all([
      second.page.waitForEvent("filechooser"),
      second.page.getByTestId("chat-attach").click(),
    ]);
    await chooser.setFiles([
      { name: "photo\u202Egpj.html", mimeType: "text/html", buffer: content },
      { name: "huge.bin", mimeType: "text/plain", buffer: Buffer.alloc(11 * 1024 * 1024) },
    ]);
    await second.page.getByTestId("file-too-large").waitFor();
    const card = first.page.locator('[data-testid="chat-file"][data-state="here"]');
    await card.waitFor();
    expect(await card.innerText()).toContain("photogpj.html");
    const [download] = await Promise.all([
      first.page.waitForEvent("download"),
      first.page.getByTestId("file-save").click(),
    ]);
    expect(download.suggestedFilename()).toBe("photogpj.html");
    expect(Buffer.compare(await readFile(await download.path()), content)).toBe(0);
    expect(await first.page.getByTestId("chat-file").count()).toBe(1);
  });

  test("a recording is announced to everybody while it goes on, and is on disk", async () => {
    await first.page.getByTestId("more-button").click();
    await first.page.getByTestId("more-record").click();
    await first.page.getByTestId("record-start").click();
    const strip = second.page.getByTestId("recording");
    await strip.waitFor();
    expect(await strip.innerText()).toContain("Ana is recording");
    const sizeOf = () =>
      first.page.evaluate(async () => {
        const folder = await navigator.storage.getDirectory();
        const handle = await folder.getFileHandle("recording");
        const file = await handle.getFile();
        const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
        return { size: file.size, head: [...head] };
      });
    await first.page.getByTestId("recording").filter({ hasText: "0:03" }).waitFor();
    await first.page.getByTestId("recording-stop").click();
    await strip.waitFor({ state: "detached" });
    await until(
      async () => (await sizeOf()).size > 50_000,
      () => "a recording of some length",
    );
    // EBML, which WebM begins with.
    expect((await sizeOf()).head).toEqual([0x1a, 0x45, 0xdf, 0xa3]);
  });

  test("a recording ends when a host takes the right away", async () => {
    await second.page.getByTestId("more-button").click();
    await second.page.getByTestId("more-record").click();
    const [download] = await Promise.all([
      second.page.waitForEvent("download"),
      (async () => {
        // Without a way to write a file as it grows.
        await second.page.evaluate(() => Reflect.deleteProperty(window, "showSaveFilePicker"));
        await second.page.getByTestId("record-start").click();
        await second.page.getByTestId("recording").filter({ hasText: "0:01" }).waitFor();
        await first.page.getByTestId("people-toggle").click();
        await first.page.getByTestId("host-settings").click();
        await first.page.getByTestId("policy-record").click();
        await first.page.getByRole("option", { name: "Nobody" }).click();
      })(),
    ]);
    expect((await readFile(await download.path())).length).toBeGreaterThan(10_000);
    await second.page.getByTestId("recording").waitFor({ state: "detached" });
  });
});
