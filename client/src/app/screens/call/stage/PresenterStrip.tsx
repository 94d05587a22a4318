import { EyeOff, Eye, Pause, Play, RefreshCw, ScreenShare, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ScreenShareControls } from "../../../hooks/useScreenShare.ts";
import { Button } from "../../../ui/Button.tsx";
import { TrackVideo } from "../../../ui/TrackVideo.tsx";
import styles from "./PresenterStrip.module.css";

/** Says that one is sharing, and what can be done about it. What is shared is covered: it would be a hall of mirrors. */
export function PresenterStrip({ share }: { readonly share: ScreenShareControls }) {
  const { t } = useTranslation();
  const [previewed, setPreviewed] = useState(false);
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
      {previewed && track !== undefined ? (
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
        <strong>{t(`screen.sharing.${share.surface}`)}</strong>{" "}
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
