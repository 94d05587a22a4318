import { Switch } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { ChangeChoices } from "../../hooks/useChoices.ts";
import type { CallControls } from "../../media/CallControls.ts";
import type { LocalDevices } from "../../media/LocalDevices.ts";
import type { Choices } from "../../state/choices.ts";
import { DevicePickers } from "../../ui/DevicePickers.tsx";
import { LanguagePicker } from "../../ui/LanguagePicker.tsx";
import { Sheet } from "../../ui/Sheet.tsx";
import styles from "./DevicesSheet.module.css";

export interface DevicesSheetProps {
  readonly isOpen: boolean;
  readonly devices: LocalDevices;
  readonly controls: CallControls;
  readonly choices: Choices;
  readonly onChangeChoices: ChangeChoices;
  readonly onClose: () => void;
}

/** Devices and settings during a call. */
export function DevicesSheet({
  isOpen,
  devices,
  controls,
  choices,
  onChangeChoices,
  onClose,
}: DevicesSheetProps) {
  const { t } = useTranslation();
  return (
    <Sheet title={t("settings.title")} isOpen={isOpen} onClose={onClose} testId="devices-sheet">
      <div className={styles.content}>
        <DevicePickers
          devices={devices}
          onChosen={(kind, device) => {
            onChangeChoices({ [kind]: device });
            if (kind !== "speaker") void controls.reopen(kind);
          }}
        />
        <Switch
          className={styles.switch ?? ""}
          isSelected={choices.shortcutsOn}
          onChange={(shortcutsOn) => onChangeChoices({ shortcutsOn })}
          data-testid="shortcuts-switch"
        >
          <span className={styles.track} aria-hidden="true" />
          <span>
            {t("settings.shortcuts")}
            <small className={styles.small}>{t("settings.shortcutsHint")}</small>
          </span>
        </Switch>
        <div className={styles.language}>
          <span>{t("common.language")}</span>
          <LanguagePicker />
        </div>
      </div>
    </Sheet>
  );
}
