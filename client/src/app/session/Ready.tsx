import { MonitorUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ChangeChoices } from "../hooks/useChoices.ts";
import { canCapture } from "../hooks/useScreenShare.ts";
import type { Choices } from "../state/choices.ts";
import { PageTitle } from "../screens/PageTitle.tsx";
import { Button } from "../ui/Button.tsx";
import { Page } from "../ui/Page.tsx";
import styles from "../screens/Ending.module.css";
import { ShareOptions } from "./ShareOptions.tsx";

export interface ReadyProps {
  /** Something was shared here before the page was loaded anew. */
  readonly isResumed: boolean;
  readonly choices: Choices;
  readonly onChangeChoices: ChangeChoices;
  readonly onStart: () => void;
}

/** Before presenting, where nothing has been chosen yet: browsers want a click for that. */
export function Ready({ isResumed, choices, onChangeChoices, onStart }: ReadyProps) {
  const { t } = useTranslation();
  const isPossible = canCapture();
  return (
    <Page testId="session-ready">
      <section className={styles.ending} data-resumed={isResumed}>
        <PageTitle text={isResumed ? t("session.resumeTitle") : t("session.readyTitle")} />
        <p className={styles.text}>{isResumed ? t("session.resumeText") : t("session.readyText")}</p>
        {isPossible ? (
          <>
            <ShareOptions choices={choices} onChangeChoices={onChangeChoices} />
            <div className={styles.actions}>
              <Button
                look="primary"
                icon={<MonitorUp aria-hidden="true" />}
                onPress={onStart}
                data-testid="session-start"
              >
                {isResumed ? t("session.resume") : t("session.choose")}
              </Button>
            </div>
          </>
        ) : (
          <p role="alert">{t("session.notPossible")}</p>
        )}
      </section>
    </Page>
  );
}
