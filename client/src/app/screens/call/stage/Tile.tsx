import { CornerDownRight, EyeOff, Hourglass, MicOff, Pin, PinOff, ShieldAlert } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { usePicture } from "../../../hooks/usePicture.ts";
import { useShown } from "../../../hooks/useShown.ts";
import { isMirrored } from "../../../state/turnCamera.ts";
import type { TileNote, TileView } from "../../../state/tiles.ts";
import { Avatar } from "../../../ui/Avatar.tsx";
import { IconButton, IconToggle } from "../../../ui/IconButton.tsx";
import { TrackVideo } from "../../../ui/TrackVideo.tsx";
import { QualityMark } from "./QualityMark.tsx";
import styles from "./Tile.module.css";

/** What can be done with a tile; what is absent is not offered. */
export interface TileActions {
  readonly onPin: (id: string) => void;
  readonly onHideSelf: () => void;
  readonly onMoveSelf: () => void;
}

export interface TileProps {
  readonly tile: TileView;
  readonly isPinned?: boolean;
  readonly isLarge?: boolean;
  readonly isFloating?: boolean;
  readonly actions?: TileActions | undefined;
}

/** One person: picture or initials, name, whether muted, and what is being waited for. */
export function Tile({ tile, isPinned = false, isLarge = false, isFloating = false, actions }: TileProps) {
  const { t } = useTranslation();
  const element = useRef<HTMLElement>(null);
  useShown(element, tile.key, "camera");
  const picture = usePicture(tile.key);
  const name = tile.isSelf ? t("common.named", { name: tile.name }) : tile.name;
  return (
    <article
      ref={element}
      className={styles.tile}
      // Touched, it shows what can be done with it.
      tabIndex={-1}
      aria-label={tile.muted ? t("call.personMuted", { name }) : name}
      onDoubleClick={() => actions?.onPin(tile.key)}
      data-testid="tile"
      data-key={tile.key}
      data-name={tile.name}
      data-self={tile.isSelf}
      data-muted={tile.muted}
      data-speaking={tile.speaking}
      data-pinned={isPinned}
      data-large={isLarge}
    >
      {tile.video === undefined ? (
        <Avatar initials={tile.initials} tint={tile.tint} picture={picture} />
      ) : (
        <TrackVideo
          track={tile.video}
          label={name}
          className={`${styles.video} ${tile.isSelf && isMirrored(tile.video) ? styles.mirrored : ""}`}
          testId="tile-video"
        />
      )}
      <Note note={tile.note} name={tile.name} />
      {actions === undefined ? null : <Actions {...{ tile, name, isPinned, isFloating, actions }} />}
      <div className={styles.label}>
        {tile.muted ? (
          <span className={styles.muted} data-testid="tile-muted">
            <MicOff size={16} aria-label={t("call.muted")} role="img" />
          </span>
        ) : null}
        <QualityMark quality={tile.badQuality} name={tile.name} isSelf={tile.isSelf} />
        <span className={styles.name} data-testid="tile-name">
          {name}
        </span>
      </div>
    </article>
  );
}

interface ActionsProps {
  readonly tile: TileView;
  readonly name: string;
  readonly isPinned: boolean;
  readonly isFloating: boolean;
  readonly actions: TileActions;
}

/** Buttons that come with the pointer, the focus or a touch. */
function Actions({ tile, name, isPinned, isFloating, actions }: ActionsProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.actions} data-pinned={isPinned}>
      {tile.isSelf ? (
        <IconButton
          look="over"
          label={t("stage.hideSelf")}
          icon={<EyeOff size={18} aria-hidden="true" />}
          onPress={actions.onHideSelf}
          data-testid="hide-self"
        />
      ) : null}
      {isFloating ? (
        <IconButton
          look="over"
          label={t("stage.moveSelf")}
          icon={<CornerDownRight size={18} aria-hidden="true" />}
          onPress={actions.onMoveSelf}
          data-testid="move-self"
        />
      ) : (
        <IconToggle
          look="over"
          label={t("stage.pin", { name })}
          hint={isPinned ? t("stage.unpin") : t("stage.pin", { name })}
          icon={isPinned ? <PinOff size={18} aria-hidden="true" /> : <Pin size={18} aria-hidden="true" />}
          isSelected={isPinned}
          onChange={() => actions.onPin(tile.key)}
          data-testid="pin"
        />
      )}
    </div>
  );
}

/** What is being waited for, or was stopped. */
export function Note({ note, name }: { readonly note: TileNote | undefined; readonly name: string }) {
  const { t } = useTranslation();
  if (note === undefined) return null;
  if (note === "waiting-key") {
    return (
      <p className={styles.note} data-testid="tile-waiting">
        <Hourglass size={16} aria-hidden="true" />
        <span>{t("call.waitingKey", { name })}</span>
      </p>
    );
  }
  return (
    <p className={`${styles.note} ${styles.stopped}`} data-testid="tile-stopped">
      <ShieldAlert size={16} aria-hidden="true" />
      <span>{note === "own-stopped" ? t("call.ownStopped") : t("call.otherStopped", { name })}</span>
    </p>
  );
}
