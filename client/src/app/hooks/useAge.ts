import { useTranslation } from "react-i18next";
import { ageInWords } from "../state/encryptionBadge.ts";

/** Writes an age in seconds the way people read it. */
export function useAge(): (seconds: number) => string {
  const { t } = useTranslation();
  return (seconds) => {
    const { unit, count } = ageInWords(seconds);
    return unit === "seconds" ? t("encryption.ageSeconds", { count }) : t("encryption.ageMinutes", { count });
  };
}
