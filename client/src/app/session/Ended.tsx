import { useTranslation } from "react-i18next";
import { Problem } from "../screens/Problem.tsx";
import { PageTitle } from "../screens/PageTitle.tsx";
import { Button } from "../ui/Button.tsx";
import { Mark } from "../ui/Mark.tsx";
import { Page } from "../ui/Page.tsx";
import styles from "../screens/Ending.module.css";

export interface EndedProps {
  /** Of the call's error; undefined if the person left. */
  readonly code: string | undefined;
  readonly onBack: () => void;
}

/** After a session. */
export function Ended({ code, onBack }: EndedProps) {
  const { t } = useTranslation();
  if (code !== undefined && code !== "call/ended" && code !== "call/removed" && code !== "call/replaced")
    return <Problem code={code} onTryAgain={onBack} />;
  const words =
    code === undefined
      ? ([t("session.leftTitle"), t("session.leftText")] as const)
      : code === "call/ended"
        ? ([t("session.endedTitle"), t("session.endedText")] as const)
        : ([t(`left.reasons.${code}.title`), t("session.leftText")] as const);
  return (
    <Page testId="session-ended">
      <section className={styles.ending} data-testid="ending" data-code={code ?? "call/left"}>
        <span className={styles.mark}>
          <Mark size={64} />
        </span>
        <PageTitle text={words[0]} />
        <p className={styles.text}>{words[1]}</p>
        <div className={styles.actions}>
          <Button look="primary" onPress={onBack} data-testid="session-back">
            {t("session.back")}
          </Button>
        </div>
      </section>
    </Page>
  );
}
