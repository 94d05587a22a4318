import type { MenuGroup } from "../../../ui/GroupMenu.tsx";
import type { BarItem } from "./BarButton.tsx";

/** Buttons as groups of the menu, where the bar has no room for them. */
export function overflowOf(items: readonly BarItem[]): readonly MenuGroup[] {
  const deeds = items.flatMap(({ slot, icon, hint: text, ...item }) => {
    switch (item.kind) {
      case "toggle":
        return [{ id: slot, icon, text, onAction: () => item.onChange(!item.isOn) }];
      case "button":
        return [{ id: slot, icon, text, onAction: item.onPress }];
      case "popover":
        return [{ id: slot, icon, text, onAction: item.onOverflow }];
      case "menu":
        return [];
    }
  });
  const menus = items.flatMap((item) =>
    item.kind === "menu" ? item.groups.map((group) => ({ ...group, id: `${item.slot}-${group.id}` })) : [],
  );
  return [{ id: "bar", kind: "actions", entries: deeds }, ...menus];
}
