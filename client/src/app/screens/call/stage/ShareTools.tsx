import { Maximize, Minimize, PictureInPicture2, Volume2, VolumeX, ZoomIn, ZoomOut } from "lucide-react";
import { Button, ToggleButton } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { ZoomControls } from "../../../hooks/useZoom.ts";
import { actualSize, fitScale, type Frame, isActualSize, scaleOf } from "../../../state/zoom.ts";
import { Hint } from "../../../ui/Hint.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import type { ShareProps } from "./Share.tsx";
import styles from "./ShareTools.module.css";

export interface ShareToolsProps extends Pick<
  ShareProps,
  "share" | "volume" | "onVolume" | "isFullScreen" | "onFullScreen" | "onPopOut"
> {
  readonly zoom: ZoomControls;
  readonly frame: Frame;
}

/** What the viewer of a share can do: zoom, full screen, and the volume of its sound. For this viewer alone. */
export function ShareTools(props: ShareToolsProps) {
  const { share, zoom, frame, volume, onVolume, isFullScreen, onFullScreen } = props;
  const { t } = useTranslation();
  const scale = scaleOf(zoom.zoom, frame);
  const percent = Math.round(scale * devicePixelRatio * 100);
  const isFit = zoom.zoom === "fit";
  return (
    <div className={styles.tools} data-testid="share-tools">
      <IconButton
        look="over"
        label={t("screen.zoomOut")}
        icon={<ZoomOut size={20} aria-hidden="true" />}
        isDisabled={isFit}
        onPress={zoom.zoomOut}
        data-testid="zoom-out"
      />
      <span className={styles.percent} aria-live="off" data-testid="zoom-percent" data-percent={percent}>
        {t("screen.percent", { percent })}
      </span>
      <IconButton
        look="over"
        label={t("screen.zoomIn")}
        icon={<ZoomIn size={20} aria-hidden="true" />}
        onPress={zoom.zoomIn}
        data-testid="zoom-in"
      />
      <ToggleButton
        className={styles.word ?? ""}
        isSelected={isFit}
        onChange={() => zoom.setZoom("fit")}
        data-testid="zoom-fit"
      >
        {t("screen.fit")}
      </ToggleButton>
      <ToggleButton
        className={styles.word ?? ""}
        isSelected={isActualSize(zoom.zoom, devicePixelRatio)}
        // A picture that is smaller than the room is shown as large as the room already.
        isDisabled={fitScale(frame) * devicePixelRatio >= 1}
        onChange={() => zoom.setZoom(actualSize(zoom.zoom, frame, devicePixelRatio))}
        data-testid="zoom-actual"
      >
        {t("screen.actual")}
      </ToggleButton>
      {share.sound === undefined ? null : (
        <span className={styles.volume}>
          <Hint text={t("screen.volume", { name: share.name })}>
            <Button
              className={styles.speaker ?? ""}
              aria-label={t("screen.volume", { name: share.name })}
              onPress={() => onVolume(volume === 0 ? 1 : 0)}
            >
              {volume === 0 ? (
                <VolumeX size={20} aria-hidden="true" />
              ) : (
                <Volume2 size={20} aria-hidden="true" />
              )}
            </Button>
          </Hint>
          <input
            className={styles.slider}
            type="range"
            min={0}
            max={100}
            step={5}
            value={Math.round(volume * 100)}
            onChange={({ target }) => onVolume(Number(target.value) / 100)}
            aria-label={t("screen.volume", { name: share.name })}
            data-testid="share-volume"
          />
        </span>
      )}
      {props.onPopOut === undefined ? null : (
        <span className={styles.own}>
          <IconButton
            look="over"
            label={t("session.popOut")}
            icon={<PictureInPicture2 size={20} aria-hidden="true" />}
            onPress={props.onPopOut}
            data-testid="share-pop-out"
          />
        </span>
      )}
      <IconButton
        look="over"
        label={isFullScreen ? t("screen.leaveFullScreen") : t("screen.fullScreen")}
        icon={
          isFullScreen ? <Minimize size={20} aria-hidden="true" /> : <Maximize size={20} aria-hidden="true" />
        }
        onPress={onFullScreen}
        data-testid="share-full-screen"
      />
    </div>
  );
}
