import type { MenuEntry } from "../../../ui/GroupMenu.tsx";
import type { BarItem } from "./BarButton.tsx";

/** A button as lines of the menu, where the bar has no room for it. */
export function menuEntriesOf(item: BarItem): readonly MenuEntry[] {
  const { slot, icon, hint } = item;
  switch (item.kind) {
    case "toggle":
      return [{ id: slot, icon, text: hint, onAction: () => item.onChange(!item.isOn) }];
    case "button":
      return [{ id: slot, icon, text: hint, onAction: item.onPress }];
    case "popover":
      return [];
    case "menu":
      return item.groups.flatMap(({ entries }) =>
        entries.map((entry) => ({ ...entry, id: `${slot}-${entry.id}`, icon: entry.icon ?? icon })),
      );
  }
}
