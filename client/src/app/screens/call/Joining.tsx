import { useTranslation } from "react-i18next";
import type { CallPhase } from "../../../sdk/index.ts";
import { Mark } from "../../ui/Mark.tsx";
import styles from "./Joining.module.css";

/** Fills the stage until the keys are here. */
export function Joining({ phase }: { readonly phase: CallPhase }) {
  const { t } = useTranslation();
  return (
    <div className={styles.joining} role="status" data-testid="joining">
      <span className={styles.mark}>
        <Mark size={72} />
      </span>
      <p className={styles.word}>{phase === "knocking" ? t("call.knocking") : t("call.connecting")}</p>
      <p className={styles.note}>{t("encryption.pendingText")}</p>
    </div>
  );
}
