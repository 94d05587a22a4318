import { useTranslation } from "react-i18next";
import type { Person } from "../../../sdk/index.ts";

/** So many are named; the rest is counted. */
const NAMED = 3;

/** Who sees one's own screen, in words. */
export function useAudienceWords(others: readonly Person[]): string {
  const { t, i18n } = useTranslation();
  if (others.length === 0) return t("session.nobodyWatches");
  const list = new Intl.ListFormat(i18n.language, { type: others.length > NAMED ? "unit" : "conjunction" });
  const names = list.format(others.slice(0, NAMED).map(({ displayName }) => displayName));
  const rest = others.length - NAMED;
  return t("session.audience", {
    names: rest > 0 ? t("session.audienceMore", { names, count: rest }) : names,
  });
}
