import { MicOff, VolumeX, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Device } from "../../../media/deviceList.ts";
import type { MicHint } from "../../../state/micHints.ts";
import { Button } from "../../../ui/Button.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import styles from "./MicHintBubble.module.css";

export interface MicHintBubbleProps {
  readonly hint: MicHint | undefined;
  /** Another microphone to try. */
  readonly other: Device | undefined;
  readonly onUnmute: () => void;
  readonly onUse: (device: Device) => void;
  readonly onSettings: () => void;
  readonly onDismiss: () => void;
}

/** A word at the microphone's button. It takes no focus and goes by itself. */
export function MicHintBubble(props: MicHintBubbleProps) {
  const { hint, other, onUnmute, onUse, onSettings, onDismiss } = props;
  const { t } = useTranslation();
  return (
    <div className={styles.place} role="status">
      {hint === undefined ? null : (
        <div className={styles.bubble} data-testid="mic-hint" data-hint={hint}>
          {hint === "silent" ? (
            <VolumeX size={20} aria-hidden="true" />
          ) : (
            <MicOff size={20} aria-hidden="true" />
          )}
          <p className={styles.words}>
            <strong>{t(`hints.${hint}.title`)}</strong> {t(`hints.${hint}.text`)}
          </p>
          <div className={styles.actions}>
            {hint === "talking-muted" ? (
              <Button onPress={onUnmute} data-testid="hint-unmute">
                {t("hints.unmute")}
              </Button>
            ) : null}
            {hint === "silent" && other !== undefined ? (
              <Button onPress={() => onUse(other)} data-testid="hint-use">
                {t("hints.use", { device: other.label })}
              </Button>
            ) : null}
            {hint === "silent" ? (
              <Button look="quiet" onPress={onSettings} data-testid="hint-settings">
                {t("hints.settings")}
              </Button>
            ) : null}
          </div>
          <IconButton
            look="plain"
            label={t("hints.dismiss")}
            icon={<X size={18} aria-hidden="true" />}
            onPress={onDismiss}
            data-testid="hint-dismiss"
          />
        </div>
      )}
    </div>
  );
}
