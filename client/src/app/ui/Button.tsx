import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import styles from "./Button.module.css";

export interface ButtonProps extends Omit<AriaButtonProps, "className" | "children"> {
  /** `primary` once per screen; `quiet` has no frame. */
  readonly look?: "primary" | "secondary" | "quiet" | "danger";
  readonly icon?: ReactNode;
  readonly wide?: boolean;
  readonly children: ReactNode;
  readonly "data-testid"?: string;
}

/** A button with words on it. */
export function Button({ look = "secondary", icon, wide = false, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={`${styles.button} ${styles[look]} ${wide ? styles.wide : ""}`}>
      {icon}
      <span>{children}</span>
    </AriaButton>
  );
}
