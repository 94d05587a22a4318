import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Call, CallState } from "../../../sdk/index.ts";
import type { CapturedDisplay } from "../../../sdk/screen/index.ts";
import { useHeldFor } from "../../hooks/useHeldFor.ts";
import { mayShare } from "../../state/tiles.ts";
import { toast } from "../../ui/toast.ts";

/** A role that was just given may take this long to be known, ms. */
const ROLE_MS = 5_000;

/** Shares what was chosen, as soon as the call lets this person; says so if it does not. */
export function useShareOnceIn(call: Call, state: CallState, captured: CapturedDisplay | undefined): void {
  const { t } = useTranslation();
  const given = useRef<CapturedDisplay>(undefined);
  const isIn = state.phase === "joined";
  const may = mayShare(state);
  const isRefused = useHeldFor(captured !== undefined && isIn && !may, ROLE_MS);
  useEffect(() => {
    if (captured === undefined || !isIn || !may || given.current === captured) return;
    given.current = captured;
    call.screen
      ?.startTracks(captured.video, captured.audio)
      .catch(() => toast.error(t("screen.failed"), { id: "screen-failed" }));
  }, [call, captured, isIn, may, t]);
  useEffect(() => {
    if (!isRefused) return;
    captured?.video.stop();
    captured?.audio?.stop();
    toast(t("session.notAllowed"), { id: "not-allowed", duration: 8000 });
  }, [isRefused, captured, t]);
}
