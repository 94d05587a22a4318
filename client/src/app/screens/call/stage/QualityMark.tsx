import { SignalLow, SignalMedium, WifiOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { TileView } from "../../../state/tiles.ts";
import styles from "./QualityMark.module.css";

export interface QualityMarkProps {
  readonly quality: TileView["badQuality"];
  readonly name: string;
  readonly isSelf: boolean;
}

const ICONS = { fair: SignalMedium, poor: SignalLow, lost: WifiOff };

/** How badly somebody comes through; nothing where it is well. */
export function QualityMark({ quality, name, isSelf }: QualityMarkProps) {
  const { t } = useTranslation();
  if (quality === undefined) return null;
  const Icon = ICONS[quality];
  const words = isSelf ? t(`stage.ownQuality.${quality}`) : t(`stage.quality.${quality}`, { name });
  return (
    <span
      className={`${styles.mark} ${styles[quality]}`}
      title={words}
      data-testid="tile-quality"
      data-quality={quality}
    >
      <Icon size={16} role="img" aria-label={words} />
    </span>
  );
}
