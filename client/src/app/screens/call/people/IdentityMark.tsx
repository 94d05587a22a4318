import { ShieldAlert, ShieldCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Person } from "../../../../sdk/index.ts";
import styles from "./IdentityMark.module.css";

/** What is known of a person's key, in a word; nothing where nothing was compared. */
export function IdentityMark({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  const { isSelf, verification, isNewDevice, verifiedAs, link } = person;
  if (isSelf) return null;
  if (link === "linked") {
    return (
      <span className={styles.mark} data-testid="mark-linked">
        {t("identity.linked")}
      </span>
    );
  }
  if (verification === "changed") {
    return (
      <span className={`${styles.mark} ${styles.changed}`} data-testid="mark-changed">
        <ShieldAlert size={16} aria-hidden="true" />
        {t("identity.changed")}
      </span>
    );
  }
  if (verification === "verified") {
    return (
      <span className={`${styles.mark} ${styles.verified}`} data-testid="mark-verified">
        <ShieldCheck size={16} aria-hidden="true" />
        {t("identity.verified")}
      </span>
    );
  }
  if (verifiedAs !== null) {
    return <span className={styles.mark}>{t("identity.verifiedAs", { name: verifiedAs })}</span>;
  }
  if (!isNewDevice) return null;
  return (
    <span className={styles.mark} title={t("identity.newDeviceHint")} data-testid="mark-new-device">
      {t("identity.newDevice")}
    </span>
  );
}
