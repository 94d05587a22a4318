import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeLink } from "@sotto/shared/ids";
import { launchChromium } from "./harness/browser.ts";
import { newLinkSecret } from "./harness/link.ts";
import { Participant, until } from "./harness/participant.ts";
import { type Servers, startServers } from "./harness/servers.ts";

const ben = { name: "Ben", hue: 120, tone: 660 };
const ana = { name: "Ana", hue: 0, tone: 440 };
const anasPhone = { name: "Ana", hue: 30, tone: 550 };
const impostor = { name: "Ana", hue: 240, tone: 880 };

describe("who somebody is", () => {
  const client = inject("client");
  let servers: Servers;
  let browser: Browser;
  const open: Participant[] = [];

  beforeAll(async () => {
    servers = await startServers(client);
    browser = await launchChromium();
  });
  afterAll(async () => {
    for (const participant of open) await participant.close();
    await browser.close();
    await servers.close();
  });

  const newLink = () => makeLink(servers.site.origin, newLinkSecret());

  /** A browser of its own: a device that nobody knows. */
  async function comes(devices: typeof ana): Promise<Participant> {
    const participant = await Participant.open(browser, devices.name, devices);
    open.push(participant);
    return participant;
  }

  /** Joins and opens the people list. */
  async function joins(participant: Participant, link: string): Promise<void> {
    await participant.join(link);
    await participant.page.getByTestId("people-toggle").click();
    await participant.page.getByTestId("people-panel").waitFor();
  }

  const lines = ({ page }: Participant, name: string) =>
    page.locator(`[data-testid="person"][data-name="${name}"][data-self="false"]`);

  /** Opens a dialog from the menu beside a name, and gives the digits that it shows. */
  async function digits(
    { page }: Participant,
    line: Locator,
    item: "verify" | "link",
  ): Promise<string | null> {
    await line.getByTestId("person-menu").click();
    await page.getByTestId(`person-menu-${item}`).click();
    return await page.getByTestId("pair-code").getAttribute("data-code");
  }

  async function closeDialog({ page }: Participant): Promise<void> {
    await page.getByTestId("sheet-close").click();
    await page.getByTestId("sheet-close").waitFor({ state: "detached" });
  }

  test("is verified once, vouched for by one's other devices, and loudly questioned under another key", async () => {
    const [first, laptop, phone] = [await comes(ben), await comes(ana), await comes(anasPhone)];
    const link = newLink();
    await joins(first, link);
    await joins(laptop, link);
    await lines(first, "Ana").waitFor();

    // Both see the same digits; Ben says so.
    const seenByBen = await digits(first, lines(first, "Ana"), "verify");
    expect(seenByBen).toMatch(/^(\d{5} ?){12}$/);
    expect(await digits(laptop, lines(laptop, "Ben"), "verify")).toBe(seenByBen);
    await closeDialog(laptop);
    await first.page.getByTestId("verify-same").click();
    await first.page.getByTestId("verify-done").waitFor();
    await closeDialog(first);
    await lines(first, "Ana").getByTestId("mark-verified").waitFor();

    // Another device under the verified name is loud, until it turns out to be Ana's phone.
    await joins(phone, link);
    await first.page.locator('[data-testid="changed-key"][data-name="Ana"]').waitFor();
    const seenByLaptop = await digits(laptop, lines(laptop, "Ana"), "link");
    expect(await digits(phone, lines(phone, "Ana"), "link")).toBe(seenByLaptop);
    await laptop.page.getByTestId("link-confirm").click();
    await laptop.page.getByTestId("link-offered").waitFor();
    await phone.page.getByTestId("link-confirm").click();
    for (const side of [laptop, phone]) await side.page.getByTestId("link-done").waitFor();
    for (const side of [laptop, phone]) {
      await closeDialog(side);
      await side.page.locator('[data-testid="person-group"][data-devices="2"]').waitFor();
    }

    // In a later call the devices come as one person, whom Ben's browser remembers.
    const later = newLink();
    for (const participant of [first, laptop, phone]) await participant.leave();
    for (const participant of [first, laptop, phone]) await joins(participant, later);
    const group = first.page.locator('[data-testid="person-group"][data-devices="2"]');
    await group.getByTestId("mark-verified").nth(1).waitFor();
    const heading = first.page.getByTestId("people-panel").getByTestId("people-count");
    expect(await heading.getAttribute("data-count")).toBe("2");
    expect(await first.page.getByTestId("changed-key").count()).toBe(0);

    // Somebody else under that name is neither of them.
    const other = await comes(impostor);
    await other.join(later);
    const alert = first.page.locator('[data-testid="changed-key"][data-name="Ana"]');
    await alert.waitFor();
    expect(await alert.innerText()).toContain("another key than the one you verified");
    await until(
      async () => (await lines(first, "Ana").count()) === 3,
      () => "Ben's list has three devices called Ana",
    );
    expect(await first.page.getByTestId("mark-changed").count()).toBe(1);
    expect(await group.getByTestId("person").count()).toBe(2);
    await alert.getByTestId("changed-key-check").click();
    await first.page.getByTestId("verify-changed").waitFor();
  });
});
