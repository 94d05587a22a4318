import { MicOff, SlidersHorizontal, TriangleAlert, VideoOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { CaptureKind } from "../media/deviceList.ts";
import type { Capture } from "../media/LocalDevices.ts";
import { type Platform, platformOf, systemSettings } from "../media/platform.ts";
import { Button } from "./Button.tsx";
import { deviceHelp } from "./deviceHelp.ts";
import styles from "./DeviceErrorNote.module.css";

export interface DeviceErrorNoteProps {
  readonly kind: CaptureKind;
  readonly capture: Capture;
  readonly onRetry: () => void;
  /** Where this page runs. */
  readonly platform?: Platform;
}

/** Why a microphone or camera is not to be had, what to do, and that joining goes without. */
export function DeviceErrorNote(props: DeviceErrorNoteProps) {
  const { kind, capture, onRetry } = props;
  const { t } = useTranslation();
  const { error } = capture;
  if (error === undefined) return null;
  const { platform = platformOf(navigator) } = props;
  const failed = capture.status === "failed";
  const help = deviceHelp(t, kind, error, platform);
  const address = error === "SystemBlocked" ? systemSettings(platform.system, kind) : undefined;
  return (
    <div
      className={styles.note}
      role="status"
      data-testid="device-error"
      data-device={kind}
      data-kind={error}
    >
      <TriangleAlert size={20} aria-hidden="true" />
      <p>{t(`deviceErrors.${kind}.${error}`)}</p>
      {help === undefined ? null : (
        <p className={styles.help} data-testid="device-help">
          {error === "NotAllowed" ? <AddressSign kind={kind} browser={platform.browser} /> : null}
          {help}
        </p>
      )}
      {failed ? <p className={styles.more}>{t(`deviceErrors.reassure.${kind}`)}</p> : null}
      {failed ? (
        <div className={styles.deeds}>
          {address === undefined ? null : (
            <a href={address} data-testid="system-settings">
              {t("deviceErrors.openSystem")}
            </a>
          )}
          <Button look="quiet" onPress={onRetry} data-testid={`retry-${kind}`}>
            {t("devices.retry")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** The sign that the browser shows beside the address. */
function AddressSign({
  kind,
  browser,
}: {
  readonly kind: CaptureKind;
  readonly browser: Platform["browser"];
}) {
  if (browser === "chromium" || browser === "android")
    return <SlidersHorizontal className={styles.sign} size={16} aria-hidden="true" />;
  if (browser !== "firefox") return null;
  const Off = kind === "microphone" ? MicOff : VideoOff;
  return <Off className={styles.sign} size={16} aria-hidden="true" />;
}
