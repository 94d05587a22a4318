import { useTranslation } from "react-i18next";
import { problemText } from "../state/problemText.ts";
import { Button } from "../ui/Button.tsx";
import { Page } from "../ui/Page.tsx";
import { goTo } from "../hooks/useRoute.ts";
import styles from "./Ending.module.css";
import { PageTitle } from "./PageTitle.tsx";

export interface ProblemProps {
  /** An error code of the call, or of the address. */
  readonly code: string;
  readonly onTryAgain?: () => void;
}

/** What went wrong, in words, and the ways out. */
export function Problem({ code, onTryAgain }: ProblemProps) {
  const { t } = useTranslation();
  const text = problemText(code);
  return (
    <Page testId="error-page">
      <section className={styles.ending} data-testid="problem" data-code={code}>
        <PageTitle text={t(`problem.${text}.title`)} />
        <p className={styles.text}>{t(`problem.${text}.text`)}</p>
        {text === "other" ? <p className={styles.code}>{t("problem.code", { code })}</p> : null}
        <div className={styles.actions}>
          {onTryAgain === undefined ? null : (
            <Button look="primary" onPress={onTryAgain} data-testid="try-again-button">
              {t("problem.tryAgain")}
            </Button>
          )}
          <Button onPress={() => goTo("#/")} data-testid="back-button">
            {t("common.back")}
          </Button>
        </div>
      </section>
    </Page>
  );
}
