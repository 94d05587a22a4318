import { ChevronLeft, ChevronRight } from "lucide-react";
import { type CSSProperties, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useElementSize } from "../../../hooks/useElementSize.ts";
import type { StageControls } from "../../../hooks/useStage.ts";
import type { Corner } from "../../../state/stage/corner.ts";
import { type Place, placeStage } from "../../../state/stage/places.ts";
import type { ShareView, TileView } from "../../../state/tiles.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Alone } from "./Alone.tsx";
import { Floating } from "./Floating.tsx";
import { Share } from "./Share.tsx";
import styles from "./Stage.module.css";
import { Tile } from "./Tile.tsx";

/** Stands in the grid for those who have yet to come. */
const INVITATION = "invitation";

export interface StageProps {
  readonly stage: StageControls;
  readonly tiles: readonly TileView[];
  /** Others' shares. */
  readonly shares: readonly ShareView[];
  readonly corner: Corner;
  readonly onCorner: (corner: Corner) => void;
  readonly volume: (participantKey: string) => number;
  readonly onVolume: (participantKey: string, volume: number) => void;
  readonly isFullScreen: boolean;
  /** Nothing but the share is to be seen. */
  readonly isImmersed: boolean;
  readonly onFullScreen: () => void;
  /** Absent where links are not given away. */
  readonly onCopyLink?: () => void;
  /** A wrong password leads to an empty call. */
  readonly hasPassword: boolean;
}

/**
 * Tiles and shares at their places. Each stays the same element wherever it goes, so that no picture goes black when the
 * layout changes. What is on no page is not there.
 */
export function Stage(props: StageProps) {
  const { isImmersed, hasPassword } = props;
  const { stage, tiles, shares, corner, onCorner, volume, onVolume, isFullScreen, onFullScreen, onCopyLink } =
    props;
  const element = useRef<HTMLDivElement>(null);
  const room = useElementSize(element);
  const [wantedPage, setWantedPage] = useState(0);

  const { layout, wishes, bringIn, actions } = stage;
  const isAlone = tiles.length === 1 && tiles[0]?.isSelf === true && shares.length === 0;
  const shown = isAlone ? { ...layout, rest: [...layout.rest, INVITATION] } : layout;
  const { places, page, pages, perPage, pager } = placeStage(
    shown,
    room,
    wantedPage,
    wishes.stripShown && !isImmersed,
  );

  useLayoutEffect(() => {
    if (page === 0 && pages > 1) bringIn(layout.rest, perPage);
  });

  const placed = (id: string, draw: (place: Place) => React.ReactNode) => {
    const place = places.get(id);
    if (place === undefined) return null;
    return (
      <div key={id} className={styles.place} style={boxOf(place)} data-role={place.role}>
        {draw(place)}
      </div>
    );
  };

  return (
    <div
      ref={element}
      className={styles.stage}
      data-testid="tiles"
      data-count={tiles.length}
      data-layout={layout.name}
    >
      {shares.map((share) =>
        placed(stage.shareId(share.key), ({ role }) => (
          <Share
            share={share}
            isLarge={role === "main"}
            volume={volume(share.key)}
            onVolume={(value) => onVolume(share.key, value)}
            isFullScreen={isFullScreen}
            onFullScreen={onFullScreen}
            onLarge={() => actions.onPin(stage.shareId(share.key))}
            onTile={() => actions.onTileShare(stage.shareId(share.key))}
          />
        )),
      )}
      {stage.order.map((key) => {
        const tile = tiles.find((candidate) => candidate.key === key);
        if (tile === undefined) return null;
        return placed(key, (place) => {
          const drawn = (
            <Tile
              tile={tile}
              isPinned={wishes.pinned === key}
              isLarge={place.role === "main"}
              isFloating={place.role === "floating"}
              actions={actions}
            />
          );
          if (place.role !== "floating") return drawn;
          return (
            <Floating corner={corner} onCorner={onCorner} room={room} size={place}>
              {drawn}
            </Floating>
          );
        });
      })}
      {isAlone ? placed(INVITATION, () => <Alone {...{ onCopyLink, hasPassword }} />) : null}
      {pager === undefined ? null : <Pager {...{ pager, page, pages }} onPage={setWantedPage} />}
    </div>
  );
}

interface PagerProps {
  readonly pager: { readonly x: number; readonly y: number; readonly width: number };
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
}

function Pager({ pager, page, pages, onPage }: PagerProps) {
  const { t } = useTranslation();
  return (
    <nav className={styles.pages} style={boxOf(pager)} aria-label={t("call.stage")}>
      <IconButton
        look="plain"
        label={t("call.previousPage")}
        icon={<ChevronLeft aria-hidden="true" />}
        isDisabled={page === 0}
        onPress={() => onPage(page - 1)}
        data-testid="previous-page"
      />
      <span data-testid="page" aria-label={t("call.page", { page: page + 1, pages })}>
        {page + 1} / {pages}
      </span>
      <IconButton
        look="plain"
        label={t("call.nextPage")}
        icon={<ChevronRight aria-hidden="true" />}
        isDisabled={page === pages - 1}
        onPress={() => onPage(page + 1)}
        data-testid="next-page"
      />
    </nav>
  );
}

function boxOf(place: Pick<Place, "x" | "y" | "width"> & { readonly height?: number }): CSSProperties {
  return {
    "--x": `${place.x}px`,
    "--y": `${place.y}px`,
    "--width": `${place.width}px`,
    ...(place.height !== undefined && { "--height": `${place.height}px` }),
  } as CSSProperties;
}
