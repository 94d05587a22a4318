import { MonitorSmartphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { LinkedDevice } from "../../../../sdk/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { Sheet } from "../../../ui/Sheet.tsx";
import styles from "./Identity.module.css";

export interface OwnDevicesProps {
  readonly devices: readonly LinkedDevice[];
  readonly onUnlink: (deviceFingerprint: string) => void;
  readonly onClose: () => void;
}

/** One's own other devices, with the way to get rid of one that is lost. */
export function OwnDevices({ onClose, ...rest }: OwnDevicesProps) {
  const { t } = useTranslation();
  return (
    <Sheet title={t("identity.own.title")} isOpen onClose={onClose} testId="own-devices">
      <OwnDevicesContent {...rest} />
    </Sheet>
  );
}

/** What the dialog says; apart from it, so that it can be drawn alone. */
export function OwnDevicesContent({ devices, onUnlink }: Omit<OwnDevicesProps, "onClose">) {
  const { t, i18n } = useTranslation();
  if (devices.length === 0) return <p data-testid="own-none">{t("identity.own.none")}</p>;
  const inWords = new Intl.DateTimeFormat(i18n.language, { dateStyle: "long" });
  return (
    <div className={styles.content}>
      <p>{t("identity.own.some")}</p>
      <ul className={styles.list}>
        {devices.map(({ deviceFingerprint, name, linkedAt }) => (
          <li key={deviceFingerprint} className={styles.own} data-testid="own-device" data-name={name}>
            <MonitorSmartphone aria-hidden="true" />
            <span className={styles.who}>
              <span className={styles.name}>{name}</span>
              <span className={styles.small}>
                {t("identity.own.since", { date: inWords.format(linkedAt) })}
              </span>
              <span className={styles.small}>{deviceFingerprint}</span>
            </span>
            <Button
              aria-label={t("identity.own.unlinkLabel", { name })}
              onPress={() => onUnlink(deviceFingerprint)}
              data-testid="own-unlink"
            >
              {t("identity.own.unlink")}
            </Button>
          </li>
        ))}
      </ul>
      <p className={styles.small}>{t("identity.own.lost")}</p>
    </div>
  );
}
