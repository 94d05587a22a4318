import { Check, Eye } from "lucide-react";
import { useTranslation } from "react-i18next";
import styles from "./EncryptionFacts.module.css";

const CANNOT = ["hear", "names", "join", "link"] as const;
const CAN = ["address", "sizes", "deny", "page"] as const;

/** What the servers can not see, and what they can: the whole truth in eight lines. */
export function EncryptionFacts() {
  const { t } = useTranslation();
  return (
    <div className={styles.facts} data-testid="encryption-facts">
      <section>
        <h3 className={styles.title}>{t("encryption.serversCannot")}</h3>
        <ul className={styles.list}>
          {CANNOT.map((fact) => (
            <li key={fact} className={styles.cannot}>
              <Check size={18} aria-hidden="true" />
              <span>{t(`encryption.cannot.${fact}`)}</span>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3 className={styles.title}>{t("encryption.serversCan")}</h3>
        <ul className={styles.list}>
          {CAN.map((fact) => (
            <li key={fact} className={styles.can}>
              <Eye size={18} aria-hidden="true" />
              <span>{t(`encryption.can.${fact}`)}</span>
            </li>
          ))}
        </ul>
      </section>
      <p className={styles.note}>{t("encryption.othersKnow")}</p>
    </div>
  );
}
