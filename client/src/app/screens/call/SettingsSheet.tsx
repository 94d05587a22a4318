import { useTranslation } from "react-i18next";
import { NoiseSuppression } from "../../../processors/index.ts";
import type { ChangeChoices } from "../../hooks/useChoices.ts";
import { useObservable } from "../../hooks/useObservable.ts";
import type { LocalDevices } from "../../media/LocalDevices.ts";
import type { Choices } from "../../state/choices.ts";
import { BackgroundChoice } from "../../ui/BackgroundChoice.tsx";
import { DevicePickers } from "../../ui/DevicePickers.tsx";
import { LanguagePicker } from "../../ui/LanguagePicker.tsx";
import { Sheet } from "../../ui/Sheet.tsx";
import { Switch } from "../../ui/Switch.tsx";
import styles from "./SettingsSheet.module.css";
import type { DeviceChoice } from "./useDeviceChoice.ts";

export interface SettingsSheetProps {
  readonly isOpen: boolean;
  readonly devices: LocalDevices;
  readonly choices: Choices;
  readonly onChangeChoices: ChangeChoices;
  readonly choice: DeviceChoice;
  /** This browser makes captions on the device. */
  readonly canCaption: boolean;
  readonly onClose: () => void;
}

/** Devices and settings during a call. Each acts at once. */
export function SettingsSheet(props: SettingsSheetProps) {
  const { isOpen, devices, choices, onChangeChoices, choice, onClose } = props;
  const { t } = useTranslation();
  const settings = ["sounds", "micHints"] as const;
  const { camera } = useObservable(devices.state);
  const takesNoise = NoiseSuppression.isSupported();
  return (
    <Sheet title={t("settings.title")} isOpen={isOpen} onClose={onClose} testId="settings-sheet">
      <div className={styles.content}>
        <section className={styles.section}>
          <h3 className={styles.title}>{t("settings.devices")}</h3>
          <DevicePickers devices={devices} onChosen={choice.choose} />
          <Switch
            label={t("settings.noise")}
            hint={takesNoise ? t("settings.noiseHint") : t("settings.unsupported")}
            isSelected={choices.noise}
            // What was switched on elsewhere can always be switched off.
            isDisabled={!takesNoise && !choices.noise}
            onChange={choice.setNoise}
            testId="noise-switch"
          />
        </section>
        <section className={styles.section}>
          <h3 className={styles.title}>{t("settings.picture")}</h3>
          <Switch
            label={t("settings.selfView")}
            hint={t("settings.selfViewHint")}
            isSelected={choices.selfView}
            onChange={(selfView) => onChangeChoices({ selfView })}
            testId="self-view-switch"
          />
          <BackgroundChoice
            background={choices.background}
            camera={camera.track}
            onChoose={choice.setBackground}
          />
          <Switch
            label={t("settings.lowData")}
            hint={t("settings.lowDataHint")}
            isSelected={choices.lowData}
            onChange={choice.setLowData}
            testId="low-data-switch"
          />
        </section>
        <section className={styles.section}>
          <h3 className={styles.title}>{t("settings.behaviour")}</h3>
          <Switch
            label={t("settings.captions")}
            hint={t(props.canCaption ? "settings.captionsHint" : "settings.captionsNot")}
            isSelected={choices.captions && props.canCaption}
            isDisabled={!props.canCaption}
            onChange={(captions) => onChangeChoices({ captions })}
            testId="captions-switch"
          />
          {settings.map((setting) => (
            <Switch
              key={setting}
              label={t(`settings.${setting}`)}
              hint={t(`settings.${setting}Hint`)}
              isSelected={choices[setting]}
              onChange={(on) => onChangeChoices({ [setting]: on })}
              testId={`${setting}-switch`}
            />
          ))}
          <Switch
            label={t("settings.shortcuts")}
            hint={t("settings.shortcutsHint")}
            isSelected={choices.shortcutsOn}
            onChange={(shortcutsOn) => onChangeChoices({ shortcutsOn })}
            testId="shortcuts-switch"
          />
          <div className={styles.language}>
            <span>{t("common.language")}</span>
            <LanguagePicker />
          </div>
        </section>
      </div>
    </Sheet>
  );
}
