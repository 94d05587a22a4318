import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../../../../sdk/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { Sheet } from "../../../ui/Sheet.tsx";
import styles from "./Identity.module.css";
import { PairCode } from "./PairCode.tsx";

export interface VerifyDialogProps {
  readonly person: Person;
  readonly onVerified: (on: boolean) => void;
  /** Absent for who may not. */
  readonly onRemove?: (() => void) | undefined;
  readonly onLeaveForNew: () => void;
  readonly onClose: () => void;
}

/** Comparing keys with one person: the digits, what is known so far, and what to do with what one finds. */
export function VerifyDialog({ person, onClose, ...rest }: VerifyDialogProps) {
  const { t } = useTranslation();
  const title = t("identity.verify.title", { name: person.displayName });
  return (
    <Sheet title={title} isOpen onClose={onClose} testId="verify-dialog">
      <VerifyContent person={person} {...rest} />
    </Sheet>
  );
}

/** What the dialog says; apart from it, so that it can be drawn alone. */
export function VerifyContent(props: Omit<VerifyDialogProps, "onClose">) {
  const { person, onVerified, onRemove, onLeaveForNew } = props;
  const { t } = useTranslation();
  const [differs, setDiffers] = useState(false);
  const { displayName: name, verification, isNewDevice, verifiedAs, pairFingerprint } = person;
  const { isCompared } = person;
  return (
    <div className={styles.content} data-verification={verification} data-testid="verify-content">
      {verification === "changed" ? (
        <p className={`${styles.note} ${styles.grave}`} data-testid="verify-changed">
          {t("identity.verify.changed", { name })}
        </p>
      ) : null}
      {isNewDevice ? <p className={styles.note}>{t("identity.verify.newDevice", { name })}</p> : null}
      {verification === "verified" && !isCompared ? (
        <p className={`${styles.note} ${styles.good}`} data-testid="verify-vouched">
          {t("identity.verify.byOtherDevice", { name })}
        </p>
      ) : null}
      {verifiedAs === null ? null : (
        <p className={styles.note}>{t("identity.verify.verifiedAs", { name: verifiedAs })}</p>
      )}
      <p>{t("identity.verify.how", { name })}</p>
      <PairCode code={pairFingerprint} />
      <div className={styles.status} role="status">
        {isCompared ? (
          <p className={`${styles.note} ${styles.good}`} data-testid="verify-done">
            {t("identity.verify.done", { name })}
          </p>
        ) : null}
        {differs && !isCompared ? (
          <div
            className={`${styles.note} ${styles.grave} ${styles.different}`}
            data-testid="verify-different"
          >
            <p>
              <strong>{t("identity.verify.differentTitle", { name })}</strong>
            </p>
            <p>{t("identity.verify.differentText")}</p>
            <div className={styles.actions}>
              {onRemove === undefined ? null : (
                <Button look="danger" onPress={onRemove} data-testid="verify-remove">
                  {t("identity.verify.remove", { name })}
                </Button>
              )}
              <Button
                look={onRemove === undefined ? "danger" : "secondary"}
                onPress={onLeaveForNew}
                data-testid="verify-leave"
              >
                {t("identity.verify.leaveForNew")}
              </Button>
              <Button onPress={() => setDiffers(false)}>{t("identity.verify.again")}</Button>
            </div>
          </div>
        ) : null}
      </div>
      {isCompared ? (
        <div className={styles.actions}>
          <Button onPress={() => onVerified(false)} data-testid="verify-undo">
            {t("identity.verify.undo")}
          </Button>
        </div>
      ) : null}
      {isCompared || differs ? null : (
        <div className={styles.question} role="group" aria-labelledby="verify-question">
          <p id="verify-question">{t("identity.verify.question", { name })}</p>
          <div className={styles.actions}>
            <Button onPress={() => onVerified(true)} data-testid="verify-same">
              {t("identity.verify.same")}
            </Button>
            <Button onPress={() => setDiffers(true)} data-testid="verify-differs">
              {t("identity.verify.different")}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}
