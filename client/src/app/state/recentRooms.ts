import * as v from "valibot";

/** More are of no use, and an older one is found in nobody's head. */
export const MOST_ROOMS = 12;
/** Names that tell one call from another. */
export const MOST_NAMES = 3;

const Room = v.object({
  /** The fragment of the link. */
  hash: v.pipe(v.string(), v.regex(/^#\/[rp]\/[A-Za-z0-9_-]{43}$/)),
  /** When the person was last in it, ms since 1970. */
  at: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** Some of those who were there. */
  names: v.pipe(v.array(v.pipe(v.string(), v.maxLength(256))), v.maxLength(MOST_NAMES)),
});
const Rooms = v.pipe(v.array(Room), v.maxLength(MOST_ROOMS));

/** A call that was joined on this device. */
export interface RecentRoom {
  readonly hash: string;
  readonly at: number;
  readonly names: readonly string[];
}

/** Reads what was stored; what cannot be read counts as nothing. */
export function readRooms(bytes: Uint8Array | undefined): readonly RecentRoom[] {
  if (bytes === undefined) return [];
  try {
    return v.parse(Rooms, JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return [];
  }
}

/** What is to be stored. */
export function writeRooms(rooms: readonly RecentRoom[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(rooms));
}

/** The list with a room at its head, each room once. Who was there the last time is kept if nobody came this time. */
export function withRoom(rooms: readonly RecentRoom[], room: RecentRoom): readonly RecentRoom[] {
  const before = rooms.find(({ hash }) => hash === room.hash);
  const names = room.names.length === 0 ? (before?.names ?? []) : room.names.slice(0, MOST_NAMES);
  return [{ ...room, names }, ...withoutRoom(rooms, room.hash)].slice(0, MOST_ROOMS);
}

/** The list without a room. */
export function withoutRoom(rooms: readonly RecentRoom[], hash: string): readonly RecentRoom[] {
  return rooms.filter((room) => room.hash !== hash);
}
