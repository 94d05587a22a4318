import { useTranslation } from "react-i18next";
import type { CallPhase } from "../../../sdk/index.ts";
import { Mark } from "../../ui/Mark.tsx";
import styles from "./Joining.module.css";

export interface JoiningProps {
  readonly phase: CallPhase;
  readonly isLate: boolean;
}

/** Fills the stage until the keys are here. */
export function Joining({ phase, isLate }: JoiningProps) {
  const { t } = useTranslation();
  const late = phase === "knocking" ? t("call.lateKnocking") : t("call.lateConnecting");
  return (
    <div className={styles.joining} role="status" data-testid="joining" data-late={isLate}>
      <span className={styles.mark}>
        <Mark size={72} />
      </span>
      <p className={styles.word}>{phase === "knocking" ? t("call.knocking") : t("call.connecting")}</p>
      <p className={styles.note}>{isLate ? late : t("encryption.pendingText")}</p>
    </div>
  );
}
