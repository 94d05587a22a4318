import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button.tsx";
import { Sheet } from "../ui/Sheet.tsx";
import styles from "./PeopleSheet.module.css";

export interface EndDialogProps {
  readonly isOpen: boolean;
  readonly onCancel: () => void;
  readonly onEnd: () => void;
}

/** Asks before a session ends for everybody. */
export function EndDialog({ isOpen, onCancel, onEnd }: EndDialogProps) {
  const { t } = useTranslation();
  return (
    <Sheet title={t("session.endTitle")} isOpen={isOpen} onClose={onCancel} testId="end-dialog">
      <div className={styles.content}>
        <p>{t("session.endText")}</p>
        <div className={styles.actions}>
          <Button onPress={onCancel}>{t("session.cancel")}</Button>
          <Button look="danger" onPress={onEnd} data-testid="end-for-all">
            {t("session.end")}
          </Button>
        </div>
      </div>
    </Sheet>
  );
}
