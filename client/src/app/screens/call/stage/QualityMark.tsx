import { WifiOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { TileView } from "../../../state/tiles.ts";
import styles from "./QualityMark.module.css";

export interface QualityMarkProps {
  readonly quality: TileView["badQuality"];
  readonly name: string;
  readonly isSelf: boolean;
}

/** How many of the three bars are full. */
const BARS = { fair: 2, poor: 1 };

/** How badly somebody comes through; nothing where it is well. */
export function QualityMark({ quality, name, isSelf }: QualityMarkProps) {
  const { t } = useTranslation();
  if (quality === undefined) return null;
  const words = isSelf ? t(`stage.ownQuality.${quality}`) : t(`stage.quality.${quality}`, { name });
  return (
    <span
      className={`${styles.mark} ${styles[quality]}`}
      role="img"
      aria-label={words}
      title={words}
      data-testid="tile-quality"
      data-quality={quality}
    >
      {quality === "lost" ? <WifiOff size={16} aria-hidden="true" /> : <Bars full={BARS[quality]} />}
    </span>
  );
}

function Bars({ full }: { readonly full: number }) {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
      {[1, 2, 3].map((bar) => (
        <rect
          key={bar}
          x={5 * bar - 4}
          y={14 - 4 * bar}
          width="4"
          height={4 * bar}
          rx="1"
          opacity={bar <= full ? 1 : 0.35}
        />
      ))}
    </svg>
  );
}
