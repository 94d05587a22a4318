import { LayoutGrid, Maximize2, Pause, ScreenShare } from "lucide-react";
import { type CSSProperties, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useElementSize } from "../../../hooks/useElementSize.ts";
import { useShown } from "../../../hooks/useShown.ts";
import { useZoom } from "../../../hooks/useZoom.ts";
import type { ShareView } from "../../../state/tiles.ts";
import { drawnAt, type Size } from "../../../state/zoom.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { TrackVideo } from "../../../ui/TrackVideo.tsx";
import styles from "./Share.module.css";
import { ShareTools } from "./ShareTools.tsx";
import { Note } from "./Tile.tsx";

export interface ShareProps {
  readonly share: ShareView;
  readonly isLarge: boolean;
  readonly volume: number;
  readonly onVolume: (volume: number) => void;
  readonly isFullScreen: boolean;
  readonly onFullScreen: () => void;
  /** Makes it large. */
  readonly onLarge: () => void;
  /** Puts it among the others; absent where it always is large. */
  readonly onTile?: () => void;
  /** Takes it out into a window of its own. */
  readonly onPopOut?: () => void;
  /** Lies over the picture, as large as it. */
  readonly overlay?: ReactNode;
}

/** Before the first picture is here, it is taken to be of the usual shape. */
const USUAL: Size = { width: 1920, height: 1080 };

/** Somebody's shared screen: large, to be zoomed and moved; or small, to be made large. */
export function Share(props: ShareProps) {
  const { share, isLarge, onFullScreen, onLarge, onTile, overlay } = props;
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const drawn = useRef<HTMLDivElement>(null);
  const view = useElementSize(element);
  const [picture, setPicture] = useState(USUAL);
  const frame = { picture, view };
  const zoom = useZoom(element, frame);
  const place = drawnAt(isLarge ? zoom.zoom : "fit", frame);
  // Zoomed in, it is asked for as large as it is drawn.
  useShown(drawn, share.key, "screen");
  const label = t("screen.of", { name: share.name });

  return (
    <section
      className={styles.share}
      data-testid="share"
      data-key={share.key}
      data-name={share.name}
      data-large={isLarge}
      data-paused={share.paused}
      aria-label={label}
    >
      <div
        ref={element}
        className={styles.view}
        {...(isLarge && {
          ...zoom.handlers,
          tabIndex: 0,
          role: "group",
          "aria-label": t("screen.view", { name: share.name }),
        })}
        onDoubleClick={isLarge ? onFullScreen : onLarge}
        data-testid="share-view"
        data-zoomed={zoom.zoom !== "fit"}
        data-dragging={zoom.isDragging}
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
          data-testid="share-picture"
        >
          {share.video === undefined ? null : (
            <TrackVideo
              track={share.video}
              label={label}
              className={styles.video}
              testId="share-video"
              onSize={setPicture}
            />
          )}
          {overlay}
        </div>
        {share.video === undefined && share.note === undefined ? (
          <p className={styles.waiting}>{t("screen.waiting", { name: share.name })}</p>
        ) : null}
        <Note note={share.note} name={share.name} />
        {share.paused ? (
          <p className={styles.paused} data-testid="share-paused">
            <Pause size={18} aria-hidden="true" />
            {t("screen.paused")}
          </p>
        ) : null}
      </div>
      {isLarge ? (
        <div className={styles.tools}>
          <ShareTools {...props} zoom={zoom} frame={frame} />
        </div>
      ) : (
        <span className={styles.corner}>
          <IconButton
            look="over"
            label={t("screen.large", { name: share.name })}
            icon={<Maximize2 size={18} aria-hidden="true" />}
            onPress={onLarge}
            data-testid="share-large"
          />
        </span>
      )}
      {isLarge && onTile !== undefined ? (
        <span className={styles.corner}>
          <IconButton
            look="over"
            label={t("screen.tile")}
            icon={<LayoutGrid size={18} aria-hidden="true" />}
            onPress={onTile}
            data-testid="share-tile"
          />
        </span>
      ) : null}
      <div className={styles.label}>
        <ScreenShare size={16} aria-hidden="true" />
        <span className={styles.name}>{label}</span>
      </div>
    </section>
  );
}
