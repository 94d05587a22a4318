import { Hourglass, MicOff, ShieldAlert } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useShown } from "../../hooks/useShown.ts";
import type { TileView } from "../../state/tiles.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { TrackVideo } from "../../ui/TrackVideo.tsx";
import styles from "./Tile.module.css";

/** One person: picture or initials, name, whether muted, and what is being waited for. */
export function Tile({ tile }: { readonly tile: TileView }) {
  const { t } = useTranslation();
  const element = useRef<HTMLElement>(null);
  useShown(element, tile.key, "camera");
  const name = tile.isSelf ? t("common.named", { name: tile.name }) : tile.name;
  return (
    <article
      ref={element}
      className={styles.tile}
      aria-label={tile.muted ? t("call.personMuted", { name }) : name}
      data-testid="tile"
      data-key={tile.key}
      data-name={tile.name}
      data-self={tile.isSelf}
      data-muted={tile.muted}
    >
      {tile.video === undefined ? (
        <Avatar initials={tile.initials} tint={tile.tint} />
      ) : (
        <TrackVideo
          track={tile.video}
          label={name}
          className={`${styles.video} ${tile.isSelf ? styles.mirrored : ""}`}
          testId="tile-video"
        />
      )}
      <Note tile={tile} />
      <div className={styles.label}>
        {tile.muted ? (
          <span className={styles.muted} data-testid="tile-muted">
            <MicOff size={16} aria-label={t("call.muted")} role="img" />
          </span>
        ) : null}
        <span className={styles.name} data-testid="tile-name">
          {name}
        </span>
      </div>
    </article>
  );
}

function Note({ tile }: { readonly tile: TileView }) {
  const { t } = useTranslation();
  if (tile.note === undefined) return null;
  if (tile.note === "waiting-key") {
    return (
      <p className={styles.note} data-testid="tile-waiting">
        <Hourglass size={16} aria-hidden="true" />
        <span>{t("call.waitingKey", { name: tile.name })}</span>
      </p>
    );
  }
  return (
    <p className={`${styles.note} ${styles.stopped}`} data-testid="tile-stopped">
      <ShieldAlert size={16} aria-hidden="true" />
      <span>
        {tile.note === "own-stopped" ? t("call.ownStopped") : t("call.otherStopped", { name: tile.name })}
      </span>
    </p>
  );
}
