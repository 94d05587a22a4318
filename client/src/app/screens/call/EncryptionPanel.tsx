import { useTranslation } from "react-i18next";
import type { CallState } from "../../../sdk/index.ts";
import { useAge } from "../../hooks/useAge.ts";
import { useFrozenCode } from "../../hooks/useFrozenCode.ts";
import { useNow } from "../../hooks/useNow.ts";
import type { Judge } from "../../hooks/useVerification.ts";
import { encryptionBadge } from "../../state/encryptionBadge.ts";
import { personsOf } from "../../state/persons.ts";
import type { Verification } from "../../state/verification.ts";
import { EncryptionFacts } from "../../ui/EncryptionFacts.tsx";
import { Sheet } from "../../ui/Sheet.tsx";
import { CallCode } from "./CallCode.tsx";
import styles from "./EncryptionPanel.module.css";

export interface EncryptionPanelProps {
  readonly isOpen: boolean;
  readonly state: CallState;
  readonly verification: Verification;
  readonly onJudge: Judge;
  readonly onLeaveForNew: () => void;
  readonly onClose: () => void;
}

/** Encryption in plain words: what it does, how fresh the keys are, and how to check them together. */
export function EncryptionPanel({ isOpen, onClose, ...rest }: EncryptionPanelProps) {
  const { t } = useTranslation();
  return (
    <Sheet title={t("encryption.panelTitle")} isOpen={isOpen} onClose={onClose} testId="encryption-panel">
      <Content {...rest} />
    </Sheet>
  );
}

function Content({
  state,
  verification,
  onJudge,
  onLeaveForNew,
}: Omit<EncryptionPanelProps, "isOpen" | "onClose">) {
  const { t } = useTranslation();
  const inWords = useAge();
  const frozen = useFrozenCode(verification);
  const { level, epoch, ageSeconds } = encryptionBadge(state, useNow(1000));
  return (
    <div className={styles.content}>
      <p>
        <strong>{level === "encrypted" ? t("encryption.sentence") : t("encryption.pendingText")}</strong>{" "}
        {t("encryption.plain")}
      </p>
      {epoch === undefined || ageSeconds === undefined ? null : (
        <dl className={styles.numbers}>
          <div>
            <dt>{t("encryption.keyNumber")}</dt>
            <dd data-testid="epoch-number">{epoch}</dd>
          </div>
          <div>
            <dt>{t("encryption.keyAge")}</dt>
            <dd>{t("encryption.ago", { age: inWords(ageSeconds) })}</dd>
          </div>
          <div>
            <dt>{t("encryption.peopleWithKey")}</dt>
            <dd>{personsOf(state.people).length}</dd>
          </div>
        </dl>
      )}
      <CallCode
        verification={verification}
        frozen={frozen}
        onJudge={(verdict) => onJudge(verdict, frozen.current)}
        onLeaveForNew={onLeaveForNew}
      />
      <EncryptionFacts />
    </div>
  );
}
