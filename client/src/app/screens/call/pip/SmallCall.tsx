import { Maximize2, Mic, MicOff, PhoneOff } from "lucide-react";
import { Button, ToggleButton } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { OwnMediaControls } from "../../../hooks/useOwnMedia.ts";
import type { TileView } from "../../../state/tiles.ts";
import icon from "../../../ui/IconButton.module.css";
import { Tile } from "../stage/Tile.tsx";
import styles from "./SmallCall.module.css";

export interface SmallCallProps {
  readonly tile: TileView | undefined;
  readonly own: OwnMediaControls;
  readonly onLeave: () => void;
  readonly onBack: () => void;
}

/** The call at its smallest: who speaks, whether one is heard, and the way out. */
export function SmallCall({ tile, own, onLeave, onBack }: SmallCallProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.small} data-testid="small-call">
      <div className={styles.picture}>
        {tile === undefined ? <p className={styles.nobody}>{t("stage.pip.nobody")}</p> : <Tile tile={tile} />}
      </div>
      <div className={styles.bar} role="group" aria-label={t("call.controls")}>
        <ToggleButton
          className={`${icon.button} ${own.microphoneOn ? icon.filled : icon.off}`}
          aria-label={t("devices.microphone")}
          isSelected={own.microphoneOn}
          onChange={(on) => own.set("microphone", on)}
          data-testid="small-mic"
        >
          {own.microphoneOn ? <Mic aria-hidden="true" /> : <MicOff aria-hidden="true" />}
        </ToggleButton>
        <Button
          className={`${icon.button} ${icon.filled}`}
          aria-label={t("stage.pip.close")}
          onPress={onBack}
          data-testid="small-back"
        >
          <Maximize2 aria-hidden="true" />
        </Button>
        <Button
          className={`${icon.button} ${icon.danger}`}
          aria-label={t("call.leave")}
          onPress={onLeave}
          data-testid="small-leave"
        >
          <PhoneOff aria-hidden="true" />
        </Button>
      </div>
    </div>
  );
}
