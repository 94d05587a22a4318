import { type Door, DOORS, EmbedError } from "../protocol/index.ts";

/** Where a frame is loaded from and what it opens. */
export interface RoomPlace {
  /** Sotto's address, with the slash at its end. */
  readonly base: string;
  readonly origin: string;
  /** What the link is for; undefined if there is none. */
  readonly door: Door | undefined;
  /** From the link; undefined: the frame makes a room of its own. */
  readonly roomSecret: string | undefined;
}

const LINK = /^#\/([a-z]{1,2})\/(.*)$/s;

/**
 * Takes a room's link apart.
 * @param room a full link, or its fragment; undefined for a new room
 * @param server Sotto's address; needed where `room` does not hold it
 * @throws EmbedError `embed/bad-room`, `embed/bad-server`
 */
export function placeOf(room: string | undefined, server: string | undefined): RoomPlace {
  const link = room?.trim() ?? "";
  const address = link === "" || link.startsWith("#") ? server : link;
  if (address === undefined || !URL.canParse(address))
    throw new EmbedError("embed/bad-server", "there is no address of a Sotto server in `room` or `server`");
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new EmbedError("embed/bad-server", "a server's address begins with https://");
  const hash = link.startsWith("#") ? link : link === "" ? "" : url.hash;
  const [, letter, secret] = LINK.exec(hash) ?? [];
  const door = DOORS.find((known) => known === letter);
  if (link !== "" && door === undefined)
    throw new EmbedError("embed/bad-room", "`room` is the whole link, with the part after the #");
  const folder = new URL(".", url.origin + url.pathname);
  return {
    base: folder.href,
    origin: url.origin,
    door,
    roomSecret: secret,
  };
}

/** The whole link of a room whose secret is given beside its address. */
export function withToken(room: string | undefined, token: string | undefined): string | undefined {
  return token === undefined || token === "" ? room : `${withoutSecret(room ?? "")}#/r/${token}`;
}

/** A link without its secret: what may stay in the page's markup. */
export function withoutSecret(room: string): string {
  const at = room.indexOf("#");
  return at === -1 ? room : room.slice(0, at);
}
