import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useServices } from "../../services.ts";
import { type Command, shortcutLabel, SHORTCUTS } from "../../state/shortcuts.ts";
import { Sheet } from "../../ui/Sheet.tsx";
import styles from "./ShortcutsSheet.module.css";

export interface ShortcutsSheetProps {
  readonly isOpen: boolean;
  readonly enabled: boolean;
  /** What there is a key for in this call. */
  readonly commands: readonly Command[];
  readonly onClose: () => void;
}

/** All keys and what they do. */
export function ShortcutsSheet({ isOpen, enabled, commands, onClose }: ShortcutsSheetProps) {
  const { t } = useTranslation();
  const { isMac } = useServices();
  return (
    <Sheet title={t("shortcuts.title")} isOpen={isOpen} onClose={onClose} testId="shortcuts-sheet">
      {enabled ? null : <p className={styles.off}>{t("shortcuts.off")}</p>}
      {/* Nothing in it takes the focus, and on a small screen it is to be scrolled by keyboard. */}
      <dl className={styles.list} tabIndex={0}>
        <Row keys={[t("shortcuts.space")]}>{t("shortcuts.talk")}</Row>
        {(Object.keys(SHORTCUTS) as Command[])
          .filter((command) => commands.includes(command))
          .map((command) => (
            <Row key={command} keys={SHORTCUTS[command].map((shortcut) => shortcutLabel(shortcut, isMac))}>
              {t(`shortcuts.commands.${command}`)}
            </Row>
          ))}
        <Row keys={["0", "…", "9"]}>{t("shortcuts.digits")}</Row>
      </dl>
    </Sheet>
  );
}

function Row({ keys, children }: { readonly keys: readonly string[]; readonly children: ReactNode }) {
  return (
    <div className={styles.row}>
      <dt>{children}</dt>
      <dd className={styles.keys}>
        {keys.map((key) => (
          <kbd key={key} className={key === "…" ? styles.until : styles.key}>
            {key}
          </kbd>
        ))}
      </dd>
    </div>
  );
}
