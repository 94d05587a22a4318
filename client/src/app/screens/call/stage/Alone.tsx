import { Link } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "../../../ui/Button.tsx";
import styles from "./Alone.module.css";

export interface AloneProps {
  /** Absent where links are not given away. */
  readonly onCopyLink?: (() => void) | undefined;
  /** A wrong password leads here as well. */
  readonly hasPassword: boolean;
}

/** What stands in the others' place while there are none. */
export function Alone({ onCopyLink, hasPassword }: AloneProps) {
  const { t } = useTranslation();
  return (
    <section className={styles.alone} data-testid="alone">
      <p className={styles.title}>{t("call.alone")}</p>
      <p className={styles.hint}>{t("call.aloneHint")}</p>
      {onCopyLink === undefined ? null : (
        <Button look="primary" icon={<Link size={18} aria-hidden="true" />} onPress={onCopyLink}>
          {t("link.copy")}
        </Button>
      )}
      {hasPassword ? (
        <p className={styles.hint} data-testid="alone-password">
          {t("password.alone")}
        </p>
      ) : null}
    </section>
  );
}
