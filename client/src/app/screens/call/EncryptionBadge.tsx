import { Lock, LockOpen, ShieldAlert } from "lucide-react";
import { Button } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { CallState } from "../../../sdk/index.ts";
import { useNow } from "../../hooks/useNow.ts";
import { useAge } from "../../hooks/useAge.ts";
import { type EncryptionBadge as Badge, encryptionBadge } from "../../state/encryptionBadge.ts";
import styles from "./EncryptionBadge.module.css";

const WORDS = { encrypted: "badge", pending: "badgePending", stopped: "badgeStopped" } as const;

/** The lock in the header: whether the call is encrypted, and how fresh its keys are. */
export function EncryptionBadge({
  state,
  onOpen,
}: {
  readonly state: CallState;
  readonly onOpen: () => void;
}) {
  const { t } = useTranslation();
  const inWords = useAge();
  const badge = encryptionBadge(state, useNow(1000));
  const age = badge.ageSeconds === undefined ? undefined : inWords(badge.ageSeconds);
  return (
    <>
      <Button
        className={`${styles.badge} ${styles[badge.level]}`}
        onPress={onOpen}
        aria-haspopup="dialog"
        data-testid="encryption-badge"
        data-level={badge.level}
        data-epoch={badge.epoch}
        data-age={badge.ageSeconds}
      >
        <Icon level={badge.level} />
        <span className={styles.word}>{t(`encryption.${WORDS[badge.level]}`)}</span>
        {age === undefined ? null : (
          <>
            <span className={styles.age}>{t("encryption.keysChanged", { age })}</span>
            <span className={styles.shortAge} aria-hidden="true">
              {age}
            </span>
          </>
        )}
      </Button>
      {badge.level === "encrypted" ? (
        <span className={styles.sentence}>{t("encryption.sentenceShort")}</span>
      ) : null}
    </>
  );
}

function Icon({ level }: { readonly level: Badge["level"] }) {
  switch (level) {
    case "encrypted":
      return <Lock size={18} aria-hidden="true" />;
    case "pending":
      return <LockOpen size={18} aria-hidden="true" />;
    case "stopped":
      return <ShieldAlert size={18} aria-hidden="true" />;
  }
}
