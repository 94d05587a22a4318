import { Circle, Square } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Person } from "../../../../sdk/index.ts";
import { useNow } from "../../../hooks/useNow.ts";
import type { RecordingControls } from "../../../hooks/useRecording.ts";
import { Button } from "../../../ui/Button.tsx";
import styles from "./RecordingStrip.module.css";

const SECOND_MS = 1_000;

export interface RecordingStripProps {
  readonly people: readonly Person[];
  readonly recording: RecordingControls;
}

/** Who records the call, for as long as anybody does. */
export function RecordingStrip({ people, recording }: RecordingStripProps) {
  const { t, i18n } = useTranslation();
  const names = people.filter((person) => person.recording && !person.isSelf).map((one) => one.displayName);
  const isOwn = recording.since !== undefined;
  return (
    <div className={styles.place} role="status">
      {names.length === 0 && !isOwn ? null : (
        <div className={styles.strip} data-testid="recording" data-own={isOwn}>
          <Circle size={14} fill="currentColor" aria-hidden="true" className={styles.dot} />
          <p className={styles.words}>
            {isOwn ? <strong>{t("record.own")} </strong> : null}
            {names.length === 0 ? null : (
              <bdi>
                {t("record.others", {
                  count: names.length,
                  names: new Intl.ListFormat(i18n.language).format(names),
                })}
              </bdi>
            )}
          </p>
          {recording.since === undefined ? null : (
            <>
              <Elapsed since={recording.since} />
              <Button
                look="danger"
                icon={<Square size={14} fill="currentColor" aria-hidden="true" />}
                onPress={recording.stop}
                data-testid="recording-stop"
              >
                {t("record.stop")}
              </Button>
            </>
          )}
        </div>
      )}
    </div>
  );
}

function Elapsed({ since }: { readonly since: number }) {
  const seconds = Math.max(0, Math.floor((useNow(SECOND_MS) - since) / 1000));
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  // Told once a second to nobody: the strip itself is what is read out.
  return (
    <span className={styles.time} aria-hidden="true">{`${minutes}:${String(rest).padStart(2, "0")}`}</span>
  );
}
