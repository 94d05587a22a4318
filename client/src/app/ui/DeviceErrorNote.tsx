import { TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { CaptureKind } from "../media/deviceList.ts";
import type { Capture } from "../media/LocalDevices.ts";
import { Button } from "./Button.tsx";
import styles from "./DeviceErrorNote.module.css";

export interface DeviceErrorNoteProps {
  readonly kind: CaptureKind;
  readonly capture: Capture;
  readonly onRetry: () => void;
}

/** Why a microphone or camera is not to be had, what to do, and that joining goes without. */
export function DeviceErrorNote({ kind, capture, onRetry }: DeviceErrorNoteProps) {
  const { t } = useTranslation();
  if (capture.error === undefined) return null;
  const failed = capture.status === "failed";
  return (
    <div
      className={styles.note}
      role="status"
      data-testid="device-error"
      data-device={kind}
      data-kind={capture.error}
    >
      <TriangleAlert size={20} aria-hidden="true" />
      <p>
        {t(`deviceErrors.${kind}.${capture.error}`)} {failed ? t(`deviceErrors.reassure.${kind}`) : null}
      </p>
      {failed ? (
        <Button look="quiet" onPress={onRetry} data-testid={`retry-${kind}`}>
          {t("devices.retry")}
        </Button>
      ) : null}
    </div>
  );
}
