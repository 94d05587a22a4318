/** Parts of the app that are fetched when they are needed, over networks that lose requests. */

/** Waits before a part is asked for again, ms: a network that changes aborts whatever is under way. */
export const RETRY_MS: readonly number[] = [300, 1_000, 3_000];

/**
 * Fetches a part, and tries some more times if that fails.
 * @param load asks for it
 * @param waits how long to wait before each further try, ms
 * @throws what the last try threw
 */
export async function fetchPart<Part>(load: () => Promise<Part>, waits = RETRY_MS): Promise<Part> {
  for (const wait of waits) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return await load();
}

/**
 * Nothing can be shown: loads the page anew, once, as some browsers never ask again for a script that they could not
 * have; if that does not help says so.
 */
export async function loadAnew(): Promise<void> {
  try {
    const [loaded] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    if (loaded?.type === "reload") throw new Error("it was loaded anew");
    // Without a network there would be the browser's page in the place of ours.
    const { ok } = await fetchPart(() => fetch(location.href, { cache: "no-store" }));
    if (!ok) throw new Error("there is no page to load");
    location.reload();
  } catch {
    showNotLoaded();
  }
}

/** With words that the page brought along: the catalogs may be what is missing. */
function showNotLoaded(): void {
  const words = document.getElementById("not-loaded");
  if (words !== null) words.hidden = false;
}
