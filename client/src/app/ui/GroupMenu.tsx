import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Header, Menu, MenuItem, MenuSection } from "react-aria-components";
import styles from "./MenuList.module.css";

/** One line of a menu. */
export interface MenuEntry {
  readonly id: string;
  readonly text: string;
  readonly hint?: string;
  readonly icon?: ReactNode;
  readonly isSelected?: boolean;
  readonly onAction: () => void;
}

/** Lines that belong together: things to do, one of several, or switches. */
export interface MenuGroup {
  readonly id: string;
  readonly title?: string;
  readonly kind: "actions" | "one" | "switches";
  readonly entries: readonly MenuEntry[];
}

export interface GroupMenuProps {
  readonly label: string;
  readonly groups: readonly MenuGroup[];
  /** Stands before each entry's id in what tests look for. */
  readonly testId: string;
}

const MODE = { actions: "none", one: "single", switches: "multiple" } as const;

/** A menu of groups; what is chosen has a tick. */
export function GroupMenu({ label, groups, testId }: GroupMenuProps) {
  return (
    <Menu className={styles.menu ?? ""} aria-label={label} data-testid={`${testId}-menu`}>
      {groups
        .filter(({ entries }) => entries.length > 0)
        .map(({ id, title, kind, entries }) => (
          <MenuSection
            key={id}
            className={styles.group ?? ""}
            aria-label={title ?? label}
            selectionMode={MODE[kind]}
            selectedKeys={entries.filter(({ isSelected }) => isSelected === true).map((entry) => entry.id)}
          >
            {title === undefined ? null : <Header className={styles.title ?? ""}>{title}</Header>}
            {entries.map((entry) => (
              <MenuItem
                key={entry.id}
                id={entry.id}
                className={styles.item ?? ""}
                textValue={entry.text}
                onAction={entry.onAction}
                data-testid={`${testId}-${entry.id}`}
              >
                <span className={styles.icon} aria-hidden="true">
                  {kind === "actions" ? entry.icon : entry.isSelected === true ? <Check size={18} /> : null}
                </span>
                <span>
                  {entry.text}
                  {entry.hint === undefined ? null : <small className={styles.small}>{entry.hint}</small>}
                </span>
              </MenuItem>
            ))}
          </MenuSection>
        ))}
    </Menu>
  );
}
