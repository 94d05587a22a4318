import { EyeOff, Eye, Pause, Play, RefreshCw, ScreenShare, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ScreenShareControls } from "../../../hooks/useScreenShare.ts";
import { Button } from "../../../ui/Button.tsx";
import { TrackVideo } from "../../../ui/TrackVideo.tsx";
import styles from "./PresenterStrip.module.css";

export interface PresenterStripProps {
  readonly share: ScreenShareControls;
  /** Who sees it, in words. */
  readonly audience?: ReactNode;
  /** Where the preview has a place of its own: whether it is shown, and how to change that. */
  readonly preview?: readonly [boolean, (shown: boolean) => void];
}

/** Says that one is sharing, and what can be done about it. What is shared is covered: it would be a hall of mirrors. */
export function PresenterStrip({ share, audience, preview }: PresenterStripProps) {
  const { t } = useTranslation();
  const small = useState(false);
  const [previewed, setPreviewed] = preview ?? small;
  if (!share.isSharing) return null;
  const { isPaused, track } = share;
  return (
    <section
      className={styles.strip}
      aria-label={t("screen.ownScreen")}
      data-testid="presenter"
      data-surface={share.surface}
      data-paused={isPaused}
    >
      {previewed && preview === undefined && track !== undefined ? (
        <TrackVideo
          track={track}
          label={t("screen.previewLabel")}
          className={styles.preview}
          testId="share-preview"
        />
      ) : (
        <ScreenShare className={styles.sign} size={22} aria-hidden="true" />
      )}
      <p className={styles.words} role="status">
        <strong>{t(`screen.sharing.${share.surface}`)}</strong> {audience}{" "}
        {isPaused ? <span data-testid="presenter-paused">{t("screen.pausedSelf")}</span> : null}
      </p>
      <div className={styles.actions}>
        <Button
          look="quiet"
          icon={previewed ? <EyeOff size={18} aria-hidden="true" /> : <Eye size={18} aria-hidden="true" />}
          onPress={() => setPreviewed(!previewed)}
          data-testid="presenter-preview"
        >
          {previewed ? t("screen.previewHide") : t("screen.preview")}
        </Button>
        <Button
          look="quiet"
          icon={isPaused ? <Play size={18} aria-hidden="true" /> : <Pause size={18} aria-hidden="true" />}
          onPress={() => share.pause(!isPaused)}
          data-testid="presenter-pause"
        >
          {isPaused ? t("screen.resume") : t("screen.pause")}
        </Button>
        <Button
          look="quiet"
          icon={<RefreshCw size={18} aria-hidden="true" />}
          onPress={share.start}
          data-testid="presenter-switch"
        >
          {t("screen.switch")}
        </Button>
        <Button
          look="danger"
          icon={<X size={18} aria-hidden="true" />}
          aria-label={t("screen.stop")}
          onPress={share.stop}
          data-testid="presenter-stop"
        >
          {t("screen.stopShort")}
        </Button>
      </div>
    </section>
  );
}
