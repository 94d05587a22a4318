import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { shortList } from "../state/comings.ts";

/** Says names as this language lists them: "A, B, C and 2 more". */
export function useNameList(): (names: readonly string[]) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (names) => {
      const short = shortList(names);
      const rest = short.others === 0 ? [] : [t("call.others", { count: short.others })];
      return new Intl.ListFormat(i18n.language).format([...short.names, ...rest]);
    },
    [t, i18n],
  );
}
