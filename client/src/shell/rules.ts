/** What the service worker knows of a request. */
export interface AskedFor {
  readonly method: string;
  readonly url: string;
  /** The page itself is asked for. */
  readonly isNavigation: boolean;
}

/** How a request is answered: `network` without a hand of ours. */
export type Answer = "network" | "page" | "file";

/**
 * The app's page comes from the network as long as there is one, so that nobody is kept on an old version; its files, whose
 * names change with what is in them, come from what is kept. Everything else, and all of other origins, is left alone.
 * @param scope where the app is served from
 * @param files the shell's files, relative to it
 */
export function answerFor(
  { method, url, isNavigation }: AskedFor,
  scope: string,
  files: readonly string[],
): Answer {
  if (method !== "GET") return "network";
  const { origin, pathname, search } = new URL(url);
  const home = new URL(scope);
  if (origin !== home.origin || !pathname.startsWith(home.pathname)) return "network";
  const path = pathname.slice(home.pathname.length);
  if (isNavigation) return path === "" || path === "index.html" ? "page" : "network";
  return search === "" && files.includes(path) ? "file" : "network";
}
