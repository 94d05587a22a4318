import { type Door, readDoor } from "../session/state/links.ts";
import { type LinkProblem, readLink } from "../state/linkInput.ts";

/** Where the address leads. */
export type Route =
  | { readonly name: "start" }
  | { readonly name: "room"; readonly link: string }
  /** A session about a shared screen, in the room of this link. */
  | { readonly name: "session"; readonly link: string; readonly door: Door }
  | { readonly name: "brokenLink"; readonly problem: LinkProblem }
  | { readonly name: "unknown" };

/** Reads `location.hash`. Whatever looks like a room link but is none is a broken link, never a silent empty call. */
export function parseRoute(hash: string, origin: string): Route {
  if (hash === "" || hash === "#" || hash === "#/") return { name: "start" };
  const session = hash.startsWith("#/") ? readDoor(hash) : undefined;
  if (session === undefined && !/^#\/[rp]/.test(hash)) return { name: "unknown" };
  const read = readLink(session?.room ?? hash, origin);
  if ("problem" in read) return { name: "brokenLink", problem: read.problem };
  return session === undefined
    ? { name: "room", link: read.link }
    : { name: "session", link: read.link, door: session.door };
}

/** The fragment of a room link: what to put into `location.hash`. */
export function roomHash(link: string): string {
  return new URL(link).hash;
}
