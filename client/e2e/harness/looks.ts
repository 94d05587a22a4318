import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as Axe from "axe-core";
import type { Page } from "playwright-core";

/** How a screen is looked at. */
export interface Look {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
}

export const ENGLISH_LOOKS: readonly Look[] = [
  { name: "light", width: 1120, height: 700, scheme: "light" },
  { name: "dark-phone", width: 375, height: 700, scheme: "dark" },
];
export const GERMAN_LOOKS: readonly Look[] = [
  { name: "german-narrow", width: 320, height: 640, scheme: "light" },
];

/** Pictures for people to look at; nobody compares them. */
const folder = process.env["SOTTO_SCREENSHOTS"] ?? "screenshots";

/** Looks at screens in several ways, and keeps what axe finds wrong with them. */
export class Looker {
  /** By screen and look; empty if all is well. */
  readonly wrong: Record<string, string[]> = {};
  readonly #axe: string;

  private constructor(axe: string) {
    this.#axe = axe;
  }

  static async open(): Promise<Looker> {
    await mkdir(folder, { recursive: true });
    return new Looker(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  }

  /** Takes a picture of a screen in each look, once `testId` is there; the page then looks as it did in the first one. */
  async look(page: Page, screen: string, testId: string, looks: readonly Look[]): Promise<void> {
    await page.getByTestId(testId).first().waitFor();
    for (const { name, width, height, scheme } of looks) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      const found = await faults(page, this.#axe);
      if (found.length > 0) this.wrong[`${screen} ${name}`] = found;
      await page.screenshot({ path: join(folder, `${screen}-${name}.png`) });
    }
    const [first] = looks;
    if (first !== undefined) await page.setViewportSize(first);
  }
}

/** What axe finds wrong with the page as it is now, and whether it is wider than the window. */
async function faults(page: Page, axe: string): Promise<string[]> {
  await page.evaluate(axe);
  // Colours on their way from one to another are not what anybody reads.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ playState, effect }) =>
          playState !== "running" || effect?.getComputedTiming().iterations === Infinity,
      ),
  );
  return await page.evaluate(async () => {
    const { run } = (window as unknown as { axe: typeof Axe }).axe;
    const { violations } = await run(document);
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
    );
    const over = document.documentElement.scrollWidth - innerWidth;
    return over > 0 ? [...found, `${over} pixels wider than the window`] : found;
  });
}
