import type { Page } from "playwright-core";

/** Tabs on until the focus is where it should be. @throws if it never is */
export async function tabTo(page: Page, testId: string, nth = 0): Promise<void> {
  let seen = -1;
  for (let step = 0; step < 80; step++) {
    const here = await page.evaluate(() => {
      // The focus of a switch is on the input in it.
      const named = document.activeElement?.closest("[data-testid]");
      return named?.getAttribute("data-testid");
    });
    if (here === testId && (seen += 1) === nth) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the Tab key does not lead to ${testId}`);
}

/** Presses a button as who has no mouse does. */
export async function pressByKeyboard(page: Page, testId: string, nth = 0): Promise<void> {
  await page.getByTestId(testId).nth(nth).waitFor();
  await tabTo(page, testId, nth);
  await page.keyboard.press("Enter");
}
