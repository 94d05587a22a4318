import { ChevronUp } from "lucide-react";
import type { ReactNode } from "react";
import { Button, Dialog, DialogTrigger, MenuTrigger, Popover, ToggleButton } from "react-aria-components";
import type { BarSlot } from "../../../state/bar.ts";
import { GroupMenu, type MenuGroup } from "../../../ui/GroupMenu.tsx";
import { Hint } from "../../../ui/Hint.tsx";
import menu from "../../../ui/MenuList.module.css";
import styles from "./BarButton.module.css";

interface ItemBase {
  readonly slot: BarSlot;
  /** What it is, for those who do not see the icon; does not change with its state. */
  readonly label: string;
  /** A word below the icon, where there is room; part of the label. */
  readonly caption: string;
  /** What a press does now, with its shortcut. */
  readonly hint: string;
  readonly icon: ReactNode;
  readonly testId: string;
  /** How many, over a corner of the icon. */
  readonly count?: number;
}

/** A button that is on or off, that does something, or that opens a menu. */
export type BarItem =
  | (ItemBase & {
      readonly kind: "toggle";
      readonly isOn: boolean;
      /** `off` marks a switched-off microphone or camera; `live` what others see; `open` an open panel. */
      readonly look: "plain" | "off" | "live" | "open";
      readonly onChange: (on: boolean) => void;
      /** The menu of the ▾ half. */
      readonly menu?: { readonly label: string; readonly groups: readonly MenuGroup[] };
    })
  | (ItemBase & { readonly kind: "button"; readonly look: "danger"; readonly onPress: () => void })
  | (ItemBase & { readonly kind: "menu"; readonly groups: readonly MenuGroup[] })
  /** Opens something that is no menu. */
  | (ItemBase & {
      readonly kind: "popover";
      readonly content: ReactNode;
      /** Shows the content where the bar has no room for the button. */
      readonly onOverflow: () => void;
    });

export interface BarButtonProps {
  readonly item: BarItem;
  readonly labels: boolean;
  readonly split: boolean;
}

/** One button of the bar, with its ▾ half where it has one. */
export function BarButton({ item, labels, split }: BarButtonProps) {
  const { testId, label, hint } = item;
  const face = <Face item={item} labels={labels} />;
  const data = { "aria-label": label, "data-testid": testId };
  switch (item.kind) {
    case "button":
      return (
        <Hint text={hint}>
          <Button {...data} className={`${styles.button} ${styles.danger}`} onPress={item.onPress}>
            {face}
          </Button>
        </Hint>
      );
    case "menu":
      return (
        <MenuTrigger>
          <Hint text={hint}>
            <Button {...data} className={styles.button ?? ""}>
              {face}
            </Button>
          </Hint>
          <Popover className={menu.popover ?? ""} placement="top">
            <GroupMenu label={label} groups={item.groups} testId={item.slot} />
          </Popover>
        </MenuTrigger>
      );
    case "popover":
      return (
        <DialogTrigger>
          <Hint text={hint}>
            <Button {...data} className={styles.button ?? ""}>
              {face}
            </Button>
          </Hint>
          <Popover className={menu.popover ?? ""} placement="top">
            <Dialog className={styles.dialog ?? ""} aria-label={label}>
              {item.content}
            </Dialog>
          </Popover>
        </DialogTrigger>
      );
    case "toggle": {
      const toggle = (
        <Hint text={hint}>
          <ToggleButton
            {...data}
            className={`${styles.button} ${styles[item.look]}`}
            isSelected={item.isOn}
            onChange={item.onChange}
          >
            {face}
          </ToggleButton>
        </Hint>
      );
      if (item.menu === undefined || !split) return toggle;
      return (
        <div className={styles.split} role="group" aria-label={label}>
          {toggle}
          <MenuTrigger>
            <Hint text={item.menu.label}>
              <Button
                className={styles.arrow ?? ""}
                aria-label={item.menu.label}
                data-testid={`${item.slot}-arrow`}
              >
                <ChevronUp size={16} aria-hidden="true" />
              </Button>
            </Hint>
            <Popover className={menu.popover ?? ""} placement="top start">
              <GroupMenu label={item.menu.label} groups={item.menu.groups} testId={item.slot} />
            </Popover>
          </MenuTrigger>
        </div>
      );
    }
  }
}

function Face({ item, labels }: Pick<BarButtonProps, "item" | "labels">) {
  return (
    <>
      <span className={styles.face} aria-hidden="true">
        {item.icon}
        {item.count === undefined || item.count === 0 ? null : (
          <span className={styles.count} data-testid={`${item.slot}-count`} data-count={item.count} />
        )}
      </span>
      {labels ? <span className={styles.caption}>{item.caption}</span> : null}
    </>
  );
}
