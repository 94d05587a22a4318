import { type LinkProblem, readLink } from "../state/linkInput.ts";

/** Where the address leads. */
export type Route =
  | { readonly name: "start" }
  | { readonly name: "room"; readonly link: string }
  | { readonly name: "brokenLink"; readonly problem: LinkProblem }
  | { readonly name: "unknown" };

/** Reads `location.hash`. Whatever looks like a room link but is none is a broken link, never a silent empty call. */
export function parseRoute(hash: string, origin: string): Route {
  if (hash === "" || hash === "#" || hash === "#/") return { name: "start" };
  if (!/^#\/[rp]/.test(hash)) return { name: "unknown" };
  const read = readLink(hash, origin);
  return "link" in read ? { name: "room", link: read.link } : { name: "brokenLink", problem: read.problem };
}

/** The fragment of a room link: what to put into `location.hash`. */
export function roomHash(link: string): string {
  return new URL(link).hash;
}
