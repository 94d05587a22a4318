/**
 * A session is a room with other doors: `#/w/…` for who watches, `#/s/…` for who shares, `#/wp/…` and `#/sp/…` where a
 * password opens it too. The key is the same; what one may do in there is decided by the group, not by the address.
 */
const ROOM = "#/r/";
const PROTECTED_ROOM = "#/p/";
const DOORS = { watch: "w", present: "s" } as const;

/** How somebody comes into a session. */
export type Door = keyof typeof DOORS;

/** The link of a room as a session's. */
export function sessionLink(roomLink: string, door: Door): string {
  const letter = DOORS[door];
  return roomLink.replace(ROOM, `#/${letter}/`).replace(PROTECTED_ROOM, `#/${letter}p/`);
}

/** Which door of a session a link or fragment is, and the room behind it; undefined if it is none. */
export function readDoor(text: string): { readonly door: Door; readonly room: string } | undefined {
  const found = /#\/([ws])(p?)(?=\/|$)/.exec(text);
  if (found === null) return undefined;
  const [whole, letter, password] = found;
  return {
    door: letter === DOORS.watch ? "watch" : "present",
    room: text.replace(whole, password === "p" ? "#/p" : "#/r"),
  };
}
