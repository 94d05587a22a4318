import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { type TabState, tabTitle } from "../state/tabTitle.ts";

/** Shows in the tab how the call stands; the title is as it was once this is gone. */
export function useTabTitle(state: TabState): void {
  const { t } = useTranslation();
  const { word, count } = tabTitle(state);
  const title = t(`stage.tab.${word}`, { count });
  useEffect(() => {
    const before = document.title;
    return () => {
      document.title = before;
    };
  }, []);
  useEffect(() => {
    document.title = title;
  }, [title]);
}
