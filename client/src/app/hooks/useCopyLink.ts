import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { copyText } from "./copyText.ts";
import { toast } from "../ui/toast.ts";

/** Copies a link and says so; shows it for copying by hand where the browser does not allow it. */
export function useCopyLink(): (link: string) => void {
  const { t } = useTranslation();
  return useCallback(
    (link: string) => {
      void copyText(link).then((copied) => {
        if (copied) toast.success(t("link.copied"));
        else toast(t("link.copyFailed"), { description: link, duration: 20_000 });
      });
    },
    [t],
  );
}
