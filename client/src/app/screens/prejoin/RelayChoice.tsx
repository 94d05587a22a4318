import { useId } from "react";
import { useTranslation } from "react-i18next";
import styles from "./RelayChoice.module.css";

export interface RelayChoiceProps {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** Whether one's own address is hidden from the media server. */
export function RelayChoice({ isOn, onChange }: RelayChoiceProps) {
  const { t } = useTranslation();
  const hint = useId();
  return (
    <div className={styles.choice}>
      <label className={styles.label}>
        <input
          type="checkbox"
          checked={isOn}
          onChange={({ target }) => onChange(target.checked)}
          aria-describedby={hint}
          data-testid="relay-only"
        />
        {t("prejoin.relayOnly")}
      </label>
      <small id={hint} className={styles.hint}>
        {t("prejoin.relayOnlyHint")}
      </small>
    </div>
  );
}
