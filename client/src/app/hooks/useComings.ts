import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { CallState } from "../../sdk/index.ts";
import { type Attendance, attendance, comings, GATHER_MS } from "../state/comings.ts";
import { toast } from "../ui/toast.ts";
import { useNameList } from "./useNameList.ts";
import type { PlaySound } from "./useSounds.ts";

/** Says who joins and who leaves, gathered so that a busy moment is one message. */
export function useComings({ people, phase }: CallState, play: PlaySound): void {
  const { t } = useTranslation();
  const inWords = useNameList();
  const latest = useRef(people);
  useEffect(() => {
    latest.current = people;
  });
  /** Changes with the members and with nothing else: mute and camera do not delay a message. */
  const members = people.map((person) => person.key).join(" ");
  /** Whom the last message left behind; undefined until oneself has joined. */
  const told = useRef<Attendance>(undefined);

  useEffect(() => {
    if (phase !== "joined") return;
    const now = attendance(latest.current);
    if (told.current === undefined) {
      told.current = now;
      return;
    }
    const timer = setTimeout(() => {
      const { joined, left } = comings(told.current ?? now, now);
      told.current = now;
      if (joined.length > 0) {
        toast(t(joined.length === 1 ? "call.joinedOne" : "call.joinedOther", { names: inWords(joined) }));
      }
      if (joined.length + left.length > 0) play(joined.length > 0 ? "joined" : "left");
      if (left.length > 0) toast(t("call.left", { names: inWords(left) }));
    }, GATHER_MS);
    return () => clearTimeout(timer);
  }, [members, phase, play, t, inWords]);
}
