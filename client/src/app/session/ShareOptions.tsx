import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { ScreenMotion } from "../../sdk/index.ts";
import type { ChangeChoices } from "../hooks/useChoices.ts";
import type { Choices } from "../state/choices.ts";
import { Switch } from "../ui/Switch.tsx";
import styles from "./ShareOptions.module.css";

export interface ShareOptionsProps {
  readonly choices: Choices;
  readonly onChangeChoices: ChangeChoices;
  /** Also for what is shared now. */
  readonly onMotion?: (motion: ScreenMotion) => void;
}

/** What a share is made for, and whether its sound goes with it. Remembered. */
export function ShareOptions({ choices, onChangeChoices, onMotion }: ShareOptionsProps) {
  const { t } = useTranslation();
  const name = useId();
  return (
    <div className={styles.options}>
      <fieldset className={styles.motions}>
        <legend className={styles.legend}>{t("screen.motion.title")}</legend>
        {(["text", "auto", "video"] as const).map((motion) => (
          <label key={motion} className={styles.motion}>
            <input
              type="radio"
              name={name}
              value={motion}
              checked={choices.shareMotion === motion}
              onChange={() => {
                onChangeChoices({ shareMotion: motion });
                onMotion?.(motion);
              }}
              data-testid={`motion-${motion}`}
            />
            <span className={styles.word}>{t(`screen.motion.${motion}`)}</span>
            <span className={styles.hint}>{t(`screen.motion.${motion}Hint`)}</span>
          </label>
        ))}
      </fieldset>
      <Switch
        label={t("screen.withSound")}
        hint={t("screen.withSoundHint")}
        isSelected={choices.shareSound}
        onChange={(shareSound) => onChangeChoices({ shareSound })}
        testId="share-sound-switch"
      />
    </div>
  );
}
