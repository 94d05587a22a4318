import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../../sdk/index.ts";
import { sharesOf } from "../state/tiles.ts";
import { toast } from "../ui/toast.ts";

/** Says who begins and who stops sharing a screen. */
export function useShareNews(people: readonly Person[]): void {
  const { t } = useTranslation();
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
    const now = latest.current;
    for (const [key, name] of now)
      if (!told.current.has(key)) toast(t("screen.began", { name }), { id: `share ${key}` });
    for (const [key, name] of told.current)
      if (!now.has(key)) toast(t("screen.finished", { name }), { id: `share ${key}` });
    told.current = now;
  }, [sharing, t]);
}
