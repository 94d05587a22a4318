import { type SyntheticEvent, useState } from "react";
import { Form } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { PageTitle } from "../screens/PageTitle.tsx";
import styles from "../screens/Ending.module.css";
import { passwordProblem } from "../state/linkInput.ts";
import { Button } from "../ui/Button.tsx";
import { Field } from "../ui/Field.tsx";
import { Page } from "../ui/Page.tsx";

/** Before a session whose link says that there is a password. */
export function PasswordPage({ onPassword }: { readonly onPassword: (password: string) => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<"missing" | "long">();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const wrong = passwordProblem(password);
    setProblem(wrong);
    if (wrong === undefined) onPassword(password);
  };
  return (
    <Page testId="session-password">
      <section className={styles.ending}>
        <PageTitle text={t("session.title")} />
        <Form onSubmit={submit} className={styles.form ?? ""}>
          <Field
            label={t("session.password")}
            description={t("password.hint")}
            value={password}
            onChange={(value) => {
              setPassword(value);
              setProblem(undefined);
            }}
            type="password"
            autoComplete="off"
            autoFocus
            error={problem === undefined ? undefined : t(`password.errors.${problem}`)}
            inputTestId="session-password-input"
            errorTestId="session-password-error"
          />
          <div className={styles.actions}>
            <Button type="submit" look="primary" data-testid="session-password-go">
              {t("session.enter")}
            </Button>
          </div>
        </Form>
      </section>
    </Page>
  );
}
