import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../../sdk/index.ts";
import { GATHER_MS } from "../state/comings.ts";
import { sharesOf } from "../state/tiles.ts";
import { toast } from "../ui/toast.ts";
import { useNameList } from "./useNameList.ts";

/** Says who begins and who stops sharing a screen; a busy moment is one message. */
export function useShareNews(people: readonly Person[]): void {
  const { t } = useTranslation();
  const inWords = useNameList();
  const names = new Map(
    sharesOf(people)
      .filter(({ isSelf }) => !isSelf)
      .map(({ key, name }) => [key, name]),
  );
  const latest = useRef(names);
  useEffect(() => {
    latest.current = names;
  });
  const told = useRef<ReadonlyMap<string, string>>(new Map());
  const sharing = [...names.keys()].join(" ");
  useEffect(() => {
    const timer = setTimeout(() => {
      const now = latest.current;
      const only = (those: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>) =>
        [...those].filter(([key]) => !others.has(key)).map(([, name]) => name);
      const began = only(now, told.current);
      const finished = only(told.current, now);
      told.current = now;
      if (began.length > 0)
        toast(t("screen.began", { count: began.length, names: inWords(began) }), { id: "share-began" });
      if (finished.length > 0) {
        const said = t("screen.finished", { count: finished.length, names: inWords(finished) });
        toast(said, { id: "share-finished" });
      }
    }, GATHER_MS);
    return () => clearTimeout(timer);
  }, [sharing, t, inWords]);
}
