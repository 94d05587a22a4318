import { Video } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { LeftReason } from "../state/ending.ts";
import { Button } from "../ui/Button.tsx";
import { Mark } from "../ui/Mark.tsx";
import { Page } from "../ui/Page.tsx";
import styles from "./Ending.module.css";
import { Rating } from "./left/Rating.tsx";
import { PageTitle } from "./PageTitle.tsx";

export interface LeftProps {
  readonly reason?: LeftReason | undefined;
  readonly onRejoin: () => void;
  readonly onNewCall: () => void;
}

/** After the call. */
export function Left({ reason, onRejoin, onNewCall }: LeftProps) {
  const { t } = useTranslation();
  const words = reason === undefined ? "left" : (`left.reasons.${reason}` as const);
  return (
    <Page testId="left-page">
      <section className={styles.ending} data-testid="ending" data-code={reason ?? "call/left"}>
        <span className={styles.mark}>
          <Mark size={64} />
        </span>
        <PageTitle text={t(`${words}.title`)} />
        <p className={styles.text}>{t(`${words}.text`)}</p>
        <div className={styles.actions}>
          <Button look="primary" onPress={onRejoin} data-testid="rejoin-button">
            {t("left.rejoin")}
          </Button>
          <Button icon={<Video aria-hidden="true" />} onPress={onNewCall} data-testid="new-call-button">
            {t("left.newCall")}
          </Button>
        </div>
        {reason === undefined || reason === "call/ended" ? <Rating /> : null}
      </section>
    </Page>
  );
}
