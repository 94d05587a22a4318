import { type CSSProperties, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useElementSize } from "../hooks/useElementSize.ts";
import { useShown } from "../hooks/useShown.ts";
import { useZoom } from "../hooks/useZoom.ts";
import type { ShareView } from "../state/tiles.ts";
import { drawnAt, type Size } from "../state/zoom.ts";
import { TrackVideo } from "../ui/TrackVideo.tsx";
import styles from "./OwnWindow.module.css";

export interface OwnWindowProps {
  readonly share: ShareView;
  /** Lies over the picture, as large as it. */
  readonly overlay: ReactNode;
}

/** All of a window: the shared picture, zoomed and moved by wheel, drag and keys. */
export function OwnWindow({ share, overlay }: OwnWindowProps) {
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const drawn = useRef<HTMLDivElement>(null);
  const view = useElementSize(element);
  const [picture, setPicture] = useState<Size>({ width: 1920, height: 1080 });
  const frame = { picture, view };
  const zoom = useZoom(element, frame);
  const place = drawnAt(zoom.zoom, frame);
  useShown(drawn, share.key, "screen");
  return (
    <main
      ref={element}
      className={styles.window}
      {...zoom.handlers}
      tabIndex={0}
      aria-label={t("screen.view", { name: share.name })}
      data-testid="own-window"
      data-zoomed={zoom.zoom !== "fit"}
    >
      <div
        ref={drawn}
        className={styles.drawn}
        style={
          {
            "--x": `${place.x}px`,
            "--y": `${place.y}px`,
            "--width": `${place.width}px`,
            "--height": `${place.height}px`,
          } as CSSProperties
        }
      >
        {share.video === undefined ? null : (
          <TrackVideo
            track={share.video}
            label={t("screen.of", { name: share.name })}
            className={styles.video}
            testId="own-window-video"
            onSize={setPicture}
          />
        )}
        {overlay}
      </div>
      {share.paused ? <p className={styles.paused}>{t("screen.paused")}</p> : null}
    </main>
  );
}
