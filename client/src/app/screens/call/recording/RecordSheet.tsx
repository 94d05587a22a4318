import { useTranslation } from "react-i18next";
import type { RecordingControls } from "../../../hooks/useRecording.ts";
import { Button } from "../../../ui/Button.tsx";
import { Sheet } from "../../../ui/Sheet.tsx";
import styles from "../host/Host.module.css";

export interface RecordSheetProps {
  readonly isOpen: boolean;
  readonly recording: RecordingControls;
  readonly onClose: () => void;
}

/** What recording means, before it begins. */
export function RecordSheet({ isOpen, recording, onClose }: RecordSheetProps) {
  const { t } = useTranslation();
  return (
    <Sheet title={t("record.title")} isOpen={isOpen} onClose={onClose} testId="record-sheet">
      <div className={styles.body}>
        <p>{recording.isAllowed ? t("record.explain") : t("record.notAllowed")}</p>
        {recording.isAllowed ? <p>{t("record.where")}</p> : null}
        <div className={styles.actions}>
          <Button onPress={onClose}>{t("hosts.cancel")}</Button>
          {recording.isAllowed ? (
            <Button
              look="primary"
              onPress={() => {
                onClose();
                recording.start();
              }}
              data-testid="record-start"
            >
              {t("record.start")}
            </Button>
          ) : null}
        </div>
      </div>
    </Sheet>
  );
}
