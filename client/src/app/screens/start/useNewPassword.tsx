import { LockKeyhole } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { passwordProblem } from "../../state/linkInput.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";

/** A password that somebody may give to what they begin. */
export interface NewPassword {
  readonly isAsked: boolean;
  /** Undefined where none is asked for. */
  readonly field: ReactNode;
  /** Asks for one, or does without. */
  readonly button: ReactNode;
  /** The password, "" for none; undefined if what was typed is none, which the field then says. */
  readonly take: () => string | undefined;
}

/** @param name what its parts are called in tests */
export function useNewPassword(label: string, name: string): NewPassword {
  const { t } = useTranslation();
  const [password, setPassword] = useState<string>();
  const [problem, setProblem] = useState<"missing" | "long">();
  return {
    isAsked: password !== undefined,
    field:
      password === undefined ? undefined : (
        <Field
          label={label}
          value={password}
          onChange={(value) => {
            setPassword(value);
            setProblem(undefined);
          }}
          autoComplete="off"
          spellCheck="false"
          autoFocus
          error={problem === undefined ? undefined : t(`password.errors.${problem}`)}
          inputTestId={`new-${name}`}
          errorTestId={`new-${name}-error`}
        />
      ),
    button: (
      <Button
        look="quiet"
        icon={<LockKeyhole size={18} aria-hidden="true" />}
        onPress={() => {
          setProblem(undefined);
          setPassword(password === undefined ? "" : undefined);
        }}
        data-testid={`with-${name}`}
      >
        {password === undefined ? t("password.add") : t("password.without")}
      </Button>
    ),
    take: () => {
      const wrong = password === undefined ? undefined : passwordProblem(password);
      setProblem(wrong);
      return wrong === undefined ? (password ?? "") : undefined;
    },
  };
}
