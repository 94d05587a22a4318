import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { CallControls } from "../media/CallControls.ts";
import type { CaptureKind } from "../media/deviceList.ts";
import type { Capture } from "../media/LocalDevices.ts";
import { deviceHelp } from "../ui/deviceHelp.ts";
import { toast } from "../ui/toast.ts";

/** Tells what is wrong with a device of one's own; one that is gone goes off in the call. */
export function useLostDevice(kind: CaptureKind, { error }: Capture, controls: CallControls): void {
  const { t } = useTranslation();
  useEffect(() => {
    if (error === undefined) return;
    const description = deviceHelp(t, kind, error);
    toast.warning(t(`deviceErrors.${kind}.${error}`), {
      ...{ id: `device-${kind}`, duration: description === undefined ? 8_000 : 20_000 },
      ...(description !== undefined && { description }),
    });
    if (error === "Ended") void controls.lost(kind);
  }, [kind, error, controls, t]);
}
