import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { canBeKey, type Command } from "../../state/shortcuts.ts";
import styles from "./ShortcutsSheet.module.css";

export interface KeyButtonProps {
  readonly command: Command;
  /** The letter that does it now. */
  readonly letter: string | undefined;
  readonly onKey: (key: string | null) => void;
}

/** A command's letter. Pressed, it waits for another one; Backspace is none, Escape leaves it. */
export function KeyButton({ command, letter, onKey }: KeyButtonProps) {
  const { t } = useTranslation();
  const [waits, setWaits] = useState(false);

  const keyDown = (event: KeyboardEvent) => {
    if (!waits || event.key === "Tab") return;
    // The dialog would close, or the button be pressed again.
    event.preventDefault();
    event.stopPropagation();
    const { key, ctrlKey, metaKey, altKey } = event;
    const isNone = key === "Backspace" || key === "Delete";
    const isKey = canBeKey(key) && !ctrlKey && !metaKey && !altKey;
    if (isNone || isKey) onKey(isNone ? null : key.toLowerCase());
    if (isNone || isKey || key === "Escape") setWaits(false);
  };
  const shown = letter?.toUpperCase();
  const name = t("shortcuts.changeKey", {
    command: t(`shortcuts.commands.${command}`),
    key: shown ?? t("shortcuts.noKey"),
  });
  return (
    <button
      type="button"
      className={`${styles.key} ${styles.letter}`}
      aria-label={waits ? `${t("shortcuts.press")} ${t("shortcuts.pressHint")}` : name}
      title={waits ? t("shortcuts.pressHint") : name}
      data-testid={`key-${command}`}
      data-waits={waits}
      onClick={() => setWaits(true)}
      onBlur={() => setWaits(false)}
      onKeyDown={keyDown}
    >
      {waits ? t("shortcuts.press") : (shown ?? "–")}
    </button>
  );
}
