import type { ReactNode } from "react";
import { Button, type ButtonProps, ToggleButton, type ToggleButtonProps } from "react-aria-components";
import { Hint } from "./Hint.tsx";
import styles from "./IconButton.module.css";

interface Common {
  /** What it is, for those who do not see the icon. */
  readonly label: string;
  /** What a press does now, with its shortcut. Without it the label is shown. */
  readonly hint?: string;
  readonly icon: ReactNode;
  readonly look?: "plain" | "filled" | "active" | "danger" | "over";
  readonly "data-testid"?: string;
}

type Pressable = Pick<ButtonProps, "onPress" | "isDisabled" | "aria-expanded" | "aria-controls">;

/** A round button that shows an icon only. */
export function IconButton({ label, hint, icon, look = "filled", ...rest }: Common & Pressable) {
  return (
    <Hint text={hint ?? label}>
      <Button {...rest} aria-label={label} className={`${styles.button} ${styles[look]}`}>
        {icon}
      </Button>
    </Hint>
  );
}

type Toggle = Common & Pick<ToggleButtonProps, "isSelected" | "onChange" | "isDisabled">;

/** A round button that is on or off (aria-pressed). `off` marks a switched-off microphone or camera. */
export function IconToggle({
  label,
  hint,
  icon,
  look = "filled",
  off = false,
  ...rest
}: Toggle & { off?: boolean }) {
  return (
    <Hint text={hint ?? label}>
      <ToggleButton
        {...rest}
        aria-label={label}
        className={`${styles.button} ${off ? styles.off : styles[look]}`}
      >
        {icon}
      </ToggleButton>
    </Hint>
  );
}
