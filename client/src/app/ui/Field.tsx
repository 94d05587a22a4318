import type { ReactNode } from "react";
import { FieldError, Input, Label, Text, TextField, type TextFieldProps } from "react-aria-components";
import styles from "./Field.module.css";

export interface FieldProps extends Omit<TextFieldProps, "className" | "children"> {
  readonly label: string;
  readonly placeholder?: string;
  /** Below the line. */
  readonly description?: string;
  /** Shown below in red; the field counts as wrong while there is one. */
  readonly error?: string | undefined;
  readonly inputTestId?: string;
  readonly errorTestId?: string;
  /** Beside the input, on one line with it. */
  readonly trailing?: ReactNode;
}

/** A line of text with its label above and its error below. */
export function Field({
  label,
  placeholder,
  description,
  error,
  inputTestId,
  errorTestId,
  trailing,
  ...rest
}: FieldProps) {
  return (
    <TextField
      {...rest}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={styles.field ?? ""}
    >
      <Label className={styles.label ?? ""}>{label}</Label>
      <div className={styles.line}>
        <Input
          className={styles.input ?? ""}
          placeholder={placeholder ?? ""}
          data-testid={inputTestId ?? "field"}
        />
        {trailing}
      </div>
      {description === undefined ? null : (
        <Text slot="description" className={styles.description ?? ""}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error ?? ""} data-testid={errorTestId}>
        {error}
      </FieldError>
    </TextField>
  );
}
