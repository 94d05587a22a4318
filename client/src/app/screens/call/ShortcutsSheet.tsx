import { useTranslation } from "react-i18next";
import { useServices } from "../../services.ts";
import { type Command, shortcutLabel, SHORTCUTS } from "../../state/shortcuts.ts";
import { Sheet } from "../../ui/Sheet.tsx";
import styles from "./ShortcutsSheet.module.css";

export interface ShortcutsSheetProps {
  readonly isOpen: boolean;
  readonly enabled: boolean;
  readonly onClose: () => void;
}

/** All keys and what they do. */
export function ShortcutsSheet({ isOpen, enabled, onClose }: ShortcutsSheetProps) {
  const { t } = useTranslation();
  const { isMac } = useServices();
  return (
    <Sheet title={t("shortcuts.title")} isOpen={isOpen} onClose={onClose} testId="shortcuts-sheet">
      {enabled ? null : <p className={styles.off}>{t("shortcuts.off")}</p>}
      <dl className={styles.list}>
        {(Object.keys(SHORTCUTS) as Command[]).map((command) => (
          <div key={command} className={styles.row}>
            <dt>{t(`shortcuts.commands.${command}`)}</dt>
            <dd className={styles.keys}>
              {SHORTCUTS[command].map((shortcut) => (
                <kbd key={shortcut.key} className={styles.key}>
                  {shortcutLabel(shortcut, isMac)}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
