import { useId } from "react";
import { Switch as AriaSwitch, type SwitchProps as AriaSwitchProps } from "react-aria-components";
import styles from "./Switch.module.css";

export interface SwitchProps extends Pick<AriaSwitchProps, "isSelected" | "onChange" | "isDisabled"> {
  readonly label: string;
  readonly hint?: string;
  readonly testId?: string;
}

/** Something that is on or off, with what it means below. */
export function Switch({ label, hint, testId, ...rest }: SwitchProps) {
  const hintId = useId();
  return (
    <AriaSwitch
      {...rest}
      className={styles.row ?? ""}
      {...(hint !== undefined && { "aria-describedby": hintId })}
      data-testid={testId}
    >
      <span className={styles.words}>
        <span className={styles.label}>{label}</span>
        {hint === undefined ? null : (
          <span className={styles.hint} id={hintId}>
            {hint}
          </span>
        )}
      </span>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.thumb} />
      </span>
    </AriaSwitch>
  );
}
