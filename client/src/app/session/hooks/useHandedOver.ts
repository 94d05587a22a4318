import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../../../sdk/index.ts";
import type { ScreenShareControls } from "../../hooks/useScreenShare.ts";
import { toast } from "../../ui/toast.ts";
import type { HandoverControls } from "./useHandover.ts";

/**
 * Ends one's own share once the one it was handed to shows theirs: viewers see no gap. With that it has been handed over; what
 * one shares later has nothing to do with it.
 */
export function useHandedOver(
  people: readonly Person[],
  { handedTo, handed }: Pick<HandoverControls, "handedTo" | "handed">,
  share: Pick<ScreenShareControls, "isSharing" | "stop">,
): void {
  const { t } = useTranslation();
  const next = people.find(
    ({ deviceFingerprint, screen, isSelf }) => !isSelf && screen.on && deviceFingerprint === handedTo,
  );
  const name = next?.displayName;
  const { isSharing } = share;
  const latest = useRef(share);
  useEffect(() => {
    latest.current = share;
  });
  useEffect(() => {
    if (name === undefined) return;
    handed();
    if (!isSharing) return;
    toast(t("session.handed", { name }), { id: "handed" });
    latest.current.stop();
  }, [name, isSharing, handed, t]);
}
