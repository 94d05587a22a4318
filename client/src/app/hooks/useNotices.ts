import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Call } from "../../sdk/index.ts";
import { toast } from "../ui/toast.ts";

/** What a call has noticed and its state does not show. */
export interface Noticed {
  /** Joining takes longer than it should; the call goes on trying. */
  readonly joinIsLate: boolean;
}

/** Listens to what a call notices. What shows in its state, as a banner or a page, is not said twice. */
export function useNotices(call: Call): Noticed {
  const { t } = useTranslation();
  const [joinIsLate, setJoinIsLate] = useState(false);
  useEffect(
    () =>
      call.on("notice", ({ code, params }) => {
        if (code === "join/timeout") setJoinIsLate(true);
        if (code !== "receive/cannot-decrypt") return;
        const name = params["name"] ?? t("common.noName");
        toast.warning(t("notices.cannotDecrypt", { name }), { id: `${code} ${name}`, duration: 8000 });
      }),
    [call, t],
  );
  return { joinIsLate };
}
