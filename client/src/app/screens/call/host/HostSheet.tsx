import { MicOff, PhoneOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CallPolicy, PolicyChange, Role } from "../../../../sdk/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { Picker } from "../../../ui/Picker.tsx";
import { Sheet } from "../../../ui/Sheet.tsx";
import { Switch } from "../../../ui/Switch.tsx";
import styles from "./Host.module.css";

export interface HostSheetProps {
  readonly policy: CallPolicy;
  readonly role: Role;
  readonly peopleCount: number;
  readonly onChange: (change: PolicyChange) => void;
  readonly onMuteAll: () => void;
  readonly onEndForAll: () => void;
  readonly onClose: () => void;
}

/** What hosts decide for the call. Each switch acts at once; what it shows is what the group holds. */
export function HostSheet(props: HostSheetProps) {
  const { policy, role, peopleCount, onChange, onMuteAll, onEndForAll, onClose } = props;
  const { t } = useTranslation();
  const [asksToEnd, setAsksToEnd] = useState(false);
  return (
    <Sheet
      title={t(asksToEnd ? "hosts.endTitle" : "hosts.title")}
      isOpen
      onClose={onClose}
      testId="host-sheet"
    >
      {asksToEnd ? (
        <div className={styles.body}>
          <p>{t("hosts.endText", { count: peopleCount })}</p>
          <div className={styles.actions}>
            <Button onPress={() => setAsksToEnd(false)}>{t("hosts.cancel")}</Button>
            <Button look="danger" onPress={onEndForAll} autoFocus data-testid="end-for-all-now">
              {t("hosts.end")}
            </Button>
          </div>
        </div>
      ) : (
        <div className={styles.body}>
          <p className={styles.note}>{t("hosts.only")}</p>
          <Switch
            label={t("hosts.lobby")}
            hint={t("hosts.lobbyHint")}
            isSelected={policy.lobby}
            onChange={(lobby) => onChange({ lobby })}
            testId="policy-lobby"
          />
          <Switch
            label={t("hosts.locked")}
            hint={t("hosts.lockedHint")}
            isSelected={policy.locked}
            onChange={(locked) => onChange({ locked })}
            testId="policy-locked"
          />
          <Switch
            label={t("hosts.share")}
            hint={t("hosts.shareHint")}
            isSelected={policy.share === "hosts"}
            onChange={(on) => onChange({ share: on ? "hosts" : "all" })}
            testId="policy-share"
          />
          <Picker
            label={t("hosts.record")}
            selected={policy.record}
            options={[
              { id: "all", label: t("hosts.recordAll") },
              { id: "hosts", label: t("hosts.recordHosts") },
              { id: "nobody", label: t("hosts.recordNobody") },
            ]}
            onSelect={(record) => onChange({ record: record as CallPolicy["record"] })}
            testId="policy-record"
          />
          {policy.banned.length === 0 ? null : (
            <section>
              <h3 className={styles.heading}>{t("hosts.bannedTitle")}</h3>
              <ul>
                {policy.banned.map(({ key, deviceFingerprint: fingerprint }) => (
                  <li key={key} className={styles.banned}>
                    <span className={styles.device}>{t("lobby.device", { fingerprint })}</span>
                    <Button
                      look="quiet"
                      aria-label={t("hosts.unbanDevice", { fingerprint })}
                      onPress={() => onChange({ unban: [key] })}
                      data-testid="unban"
                    >
                      {t("hosts.unban")}
                    </Button>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <div className={styles.deeds}>
            <Button icon={<MicOff size={18} aria-hidden="true" />} onPress={onMuteAll} data-testid="mute-all">
              {t("hosts.muteAll")}
            </Button>
            <p className={styles.note}>{t("hosts.muteAllHint")}</p>
            {role !== "host" ? null : (
              <Button
                look="danger"
                icon={<PhoneOff size={18} aria-hidden="true" />}
                onPress={() => setAsksToEnd(true)}
                data-testid="end-for-all"
              >
                {t("hosts.endForAll")}
              </Button>
            )}
          </div>
        </div>
      )}
    </Sheet>
  );
}
