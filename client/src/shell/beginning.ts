/**
 * In the page itself, before all else: whatever the page begins with, and every stylesheet, is asked for again if a
 * network that changes loses it. (Parts that are imported later see to that themselves.)
 */
import { fetchPart, loadAnew } from "../app/fetching.ts";

/** What was asked for again here, and fails without further ado. */
const again = new WeakSet<EventTarget>();

const onLost = ({ target }: Event): void => {
  if (target === null || again.has(target)) return;
  if (target instanceof HTMLScriptElement && target.type === "module") {
    fetchPart(() => import(/* @vite-ignore */ target.src)).catch(loadAnew);
  } else if (target instanceof HTMLLinkElement && target.rel === "stylesheet") {
    // Without it the page is plain, and can be used.
    fetchPart(styleOf(target)).catch(() => undefined);
  }
};

function styleOf(lost: HTMLLinkElement): () => Promise<void> {
  let last = lost;
  return () =>
    new Promise((resolve, reject) => {
      const next = last.cloneNode() as HTMLLinkElement;
      again.add(next);
      next.addEventListener("load", () => {
        resolve();
      });
      next.addEventListener("error", () => {
        reject(new Error("a stylesheet did not come"));
      });
      last.replaceWith(next);
      last = next;
    });
}

// Such events do not bubble.
addEventListener("error", onLost, true);
