import { Ellipsis } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useElementSize } from "../../../hooks/useElementSize.ts";
import { BAR_ORDER, fitBar } from "../../../state/bar.ts";
import type { MenuGroup } from "../../../ui/GroupMenu.tsx";
import { BarButton, type BarItem } from "./BarButton.tsx";
import styles from "./ControlBar.module.css";
import { overflowOf } from "./overflow.ts";

export interface ControlBarProps {
  /** In any order: the bar has its own. */
  readonly items: readonly BarItem[];
  /** What the menu holds beside the buttons there is no room for. */
  readonly more: readonly MenuGroup[];
  /** Over the bar: hints that belong to its buttons. */
  readonly children?: ReactNode;
}

/** The bar below the call. It never hides. What does not fit is in its menu. */
export function ControlBar({ items, more, children }: ControlBarProps) {
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const { width } = useElementSize(element);
  const withMore: readonly BarItem[] = [
    ...items,
    {
      slot: "more",
      kind: "menu",
      label: t("call.more"),
      caption: t("stage.bar.more"),
      hint: t("call.more"),
      icon: <Ellipsis />,
      testId: "more-button",
      groups: [],
    },
  ];
  const splits = items.filter((item) => item.kind === "toggle" && item.menu !== undefined);
  const fit = fitBar(
    withMore.map(({ slot }) => slot),
    splits.map(({ slot }) => slot),
    // Before it is measured, there is room.
    width === 0 ? Infinity : width,
  );
  const [deeds, ...menus] = overflowOf(items.filter(({ slot }) => fit.inMenu.includes(slot)));
  const menuGroups = [...(deeds === undefined ? [] : [deeds]), ...more, ...menus];
  return (
    <footer className={styles.footer}>
      {children}
      <div
        ref={element}
        className={styles.bar}
        role="group"
        aria-label={t("call.controls")}
        data-testid="control-bar"
        data-labels={fit.labels}
      >
        {BAR_ORDER.filter((slot) => fit.shown.includes(slot)).map((slot) => {
          const item = withMore.find((candidate) => candidate.slot === slot);
          if (item === undefined) return null;
          const shown = item.kind === "menu" && slot === "more" ? { ...item, groups: menuGroups } : item;
          return <BarButton key={slot} item={shown} labels={fit.labels} split={fit.split} />;
        })}
      </div>
    </footer>
  );
}
