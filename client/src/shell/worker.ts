/** `sw.js`: keeps the shell of the app, so that it can be installed and opens at once. It never sees a call. */
import { answerFor } from "./rules.ts";

/** Written in by the build. */
declare const __SHELL__: { readonly version: string; readonly files: readonly string[] };

const scope = self as unknown as ServiceWorkerGlobalScope;
const CACHE = `sotto-shell-${__SHELL__.version}`;
const PAGE = "./";

scope.addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(CACHE);
    // Past the browser's own cache: the page and its files belong together.
    await cache.addAll([PAGE, ...__SHELL__.files].map((file) => new Request(file, { cache: "reload" })));
    await scope.skipWaiting();
  };
  event.waitUntil(keep());
});

scope.addEventListener("activate", (event) => {
  const clean = async () => {
    for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
    await scope.clients.claim();
  };
  event.waitUntil(clean());
});

scope.addEventListener("fetch", (event) => {
  const { method, url, mode } = event.request;
  const isNavigation = mode === "navigate";
  const answer = answerFor({ method, url, isNavigation }, scope.registration.scope, __SHELL__.files);
  if (answer === "page") event.respondWith(page(event.request));
  if (answer === "file") event.respondWith(file(event.request));
});

async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(PAGE, { cacheName: CACHE });
    if (kept === undefined) throw error;
    return kept;
  }
}

async function file(request: Request): Promise<Response> {
  return (await caches.match(request, { cacheName: CACHE, ignoreVary: true })) ?? (await fetch(request));
}
