import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { toast } from "sonner";
import type { Call } from "../../sdk/index.ts";

/** Says what a call notices about what others send. All else it notices shows in its state, as a banner or a page. */
export function useNotices(call: Call): void {
  const { t } = useTranslation();
  useEffect(
    () =>
      call.on("notice", ({ code, params }) => {
        if (code !== "receive/cannot-decrypt") return;
        const name = params["name"] ?? params["displayName"] ?? t("common.noName");
        toast.warning(t("notices.cannotDecrypt", { name }), { id: `${code} ${name}`, duration: 8000 });
      }),
    [call, t],
  );
}
