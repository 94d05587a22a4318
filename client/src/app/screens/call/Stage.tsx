import { ChevronLeft, ChevronRight, Link } from "lucide-react";
import { type CSSProperties, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useElementSize } from "../../hooks/useElementSize.ts";
import { pageOf, tileGrid } from "../../state/tileGrid.ts";
import type { TileView } from "../../state/tiles.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import styles from "./Stage.module.css";
import { Tile } from "./Tile.tsx";

/** Pixels between tiles; the style sheet has the same. */
const GAP = 8;

export interface StageProps {
  readonly tiles: readonly TileView[];
  readonly onCopyLink: () => void;
}

/** All tiles, as large as they can be, in the order in which people came. */
export function Stage({ tiles, onCopyLink }: StageProps) {
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const { width, height } = useElementSize(element);
  const [wantedPage, setWantedPage] = useState(0);

  const alone = tiles.length === 1;
  // Alone, the invitation takes the second place in the grid.
  const grid = tileGrid(alone ? 2 : tiles.length, width, height, GAP);
  const { items, page, pages } = pageOf(tiles, grid.perPage, wantedPage);
  const tileSize = {
    "--tile-width": `${grid.tileWidth}px`,
    "--tile-height": `${grid.tileHeight}px`,
    "--columns": grid.columns,
  } as CSSProperties;

  return (
    <div className={styles.stage}>
      <div ref={element} className={styles.room}>
        <div className={styles.grid} style={tileSize} data-testid="tiles" data-count={tiles.length}>
          {items.map((tile) => (
            <Tile key={tile.key} tile={tile} />
          ))}
          {alone ? (
            <section className={styles.alone} data-testid="alone">
              <p className={styles.aloneTitle}>{t("call.alone")}</p>
              <p className={styles.aloneHint}>{t("call.aloneHint")}</p>
              <Button look="primary" icon={<Link size={18} aria-hidden="true" />} onPress={onCopyLink}>
                {t("link.copy")}
              </Button>
            </section>
          ) : null}
        </div>
      </div>
      {pages > 1 ? (
        <nav className={styles.pages}>
          <IconButton
            look="plain"
            label={t("call.previousPage")}
            icon={<ChevronLeft aria-hidden="true" />}
            isDisabled={page === 0}
            onPress={() => setWantedPage(page - 1)}
            data-testid="previous-page"
          />
          <span data-testid="page">{t("call.page", { page: page + 1, pages })}</span>
          <IconButton
            look="plain"
            label={t("call.nextPage")}
            icon={<ChevronRight aria-hidden="true" />}
            isDisabled={page === pages - 1}
            onPress={() => setWantedPage(page + 1)}
            data-testid="next-page"
          />
        </nav>
      ) : null}
    </div>
  );
}
