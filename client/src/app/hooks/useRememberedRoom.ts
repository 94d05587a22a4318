import { useEffect } from "react";
import type { Call } from "../../sdk/index.ts";
import { roomHash } from "../router/route.ts";
import type { RecentRooms } from "../rooms/index.ts";
import { personsOf } from "../state/persons.ts";

/** Notes the room of a call once it is joined, and who comes, until it ends. */
export function useRememberedRoom(
  rooms: RecentRooms | undefined,
  link: string,
  call: Call | undefined,
): void {
  useEffect(() => {
    if (rooms === undefined || call === undefined) return;
    let last = "";
    const note = () => {
      const { phase, people } = call.state;
      if (phase !== "joined") return;
      const names = personsOf(people)
        .filter(({ isSelf }) => !isSelf)
        .map(({ head }) => head.displayName);
      // The names of a large call change all the time, and only a few of them are kept.
      const now = names.slice(0, 3).join("\n");
      if (last !== "" && (now === "" || now === last)) return;
      last = now === "" ? "-" : now;
      void rooms.remember({ hash: roomHash(link), at: Date.now(), names });
    };
    note();
    return call.subscribe(note);
  }, [rooms, link, call]);
}
