import { useTranslation } from "react-i18next";
import type { Choices } from "../state/choices.ts";
import { useServices } from "../services.ts";
import { type Command, keymapOf, shortcutLabel } from "../state/shortcuts.ts";

/** Adds a command's keys to the words of a tooltip, unless shortcuts are off. */
export function useShortcutHint({
  shortcutsOn,
  keys: own,
}: Choices): (label: string, command: Command) => string {
  const { t } = useTranslation();
  const { isMac } = useServices();
  return (label, command) => {
    if (!shortcutsOn || hasNoKeyboard()) return label;
    const shortcuts = keymapOf(own)[command];
    const keys = shortcuts.map((shortcut) => shortcutLabel(shortcut, isMac)).join(", ");
    return keys === "" ? label : t("call.shortcutHint", { label, keys });
  };
}

/** Where nothing can hover, as on phones, keys are not what people look for. */
function hasNoKeyboard(): boolean {
  return typeof matchMedia === "function" && matchMedia("(hover: none)").matches;
}
