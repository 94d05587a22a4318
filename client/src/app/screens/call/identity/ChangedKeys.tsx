import { ShieldAlert, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../../../../sdk/index.ts";
import { withChangedKeys } from "../../../state/persons.ts";
import { Button } from "../../../ui/Button.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import styles from "./ChangedKeys.module.css";

export interface ChangedKeysProps {
  readonly people: readonly Person[];
  readonly onCheck: (participantKey: string) => void;
}

/** Says aloud, over the call, that somebody comes under a verified name with another key; until it is dealt with. */
export function ChangedKeys({ people, onCheck }: ChangedKeysProps) {
  const { t } = useTranslation();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const changed = withChangedKeys(people).filter(({ deviceFingerprint }) => !hidden.has(deviceFingerprint));
  return (
    <div className={styles.alerts} role="alert">
      {changed.map(({ key, displayName: name, deviceFingerprint }) => (
        <div key={key} className={styles.alert} data-testid="changed-key" data-name={name}>
          <ShieldAlert size={24} aria-hidden="true" />
          <p className={styles.text}>
            <strong>{t("identity.alert.title", { name })}</strong> {t("identity.alert.text")}
          </p>
          <span className={styles.actions}>
            <Button onPress={() => onCheck(key)} data-testid="changed-key-check">
              {t("identity.alert.check")}
            </Button>
            <IconButton
              look="plain"
              label={t("identity.alert.hide")}
              icon={<X aria-hidden="true" />}
              onPress={() => setHidden(new Set([...hidden, deviceFingerprint]))}
              data-testid="changed-key-hide"
            />
          </span>
        </div>
      ))}
    </div>
  );
}
