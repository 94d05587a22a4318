/**
 * A session is a room with other doors: `#/w/…` for who watches, `#/s/…` for who shares. The key is the same; what one
 * may do in there is decided by the group, not by the address.
 */
const ROOM = "#/r/";
const DOORS = { watch: "#/w/", present: "#/s/" } as const;

/** How somebody comes into a session. */
export type Door = keyof typeof DOORS;

/** The link of a room as a session's. */
export function sessionLink(roomLink: string, door: Door): string {
  return roomLink.replace(ROOM, DOORS[door]);
}

/** Which door of a session a link or fragment is, and the room behind it; undefined if it is none. */
export function readDoor(text: string): { readonly door: Door; readonly room: string } | undefined {
  const found = /#\/([ws])(\/|$)/.exec(text);
  if (found === null) return undefined;
  return { door: found[1] === "w" ? "watch" : "present", room: text.replace(/#\/[ws](?=\/|$)/, "#/r") };
}
