import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from "react-aria-components";
import styles from "./Picker.module.css";

export interface PickerOption {
  readonly id: string;
  readonly label: string;
}

export interface PickerProps {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly options: readonly PickerOption[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  readonly testId?: string;
}

/** Chooses one of a few. */
export function Picker({ label, icon, options, selected, onSelect, testId }: PickerProps) {
  return (
    <Select
      className={styles.picker ?? ""}
      selectedKey={selected}
      onSelectionChange={(key) => {
        if (key !== null) onSelect(String(key));
      }}
    >
      <Label className={styles.label ?? ""}>{label}</Label>
      <Button className={styles.button ?? ""} data-testid={testId}>
        {icon}
        <SelectValue className={styles.value ?? ""} />
        <ChevronDown size={18} aria-hidden="true" />
      </Button>
      <Popover className={styles.popover ?? ""}>
        <ListBox className={styles.list ?? ""} items={options}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className={styles.option ?? ""}>
              {({ isSelected }) => (
                <>
                  <span className={styles.tick}>
                    {isSelected ? <Check size={18} aria-hidden="true" /> : null}
                  </span>
                  <span>{option.label}</span>
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
