import { Link, QrCode } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCopyLink } from "../../hooks/useCopyLink.ts";
import { Button } from "../../ui/Button.tsx";
import { LaterInviteSheet } from "../../ui/later.tsx";
import styles from "./LinkRow.module.css";

/** The invitation: the link to read and to copy. */
export function LinkRow({ link, password }: { readonly link: string; readonly password: string }) {
  const { t } = useTranslation();
  const [showsCode, setShowsCode] = useState(false);
  const copyLink = useCopyLink();
  return (
    <div className={styles.row}>
      <p className={styles.text}>{t("prejoin.linkReady")}</p>
      <code className={styles.link} data-testid="call-link">
        {link}
      </code>
      <div className={styles.deeds}>
        <Button
          icon={<Link size={18} aria-hidden="true" />}
          onPress={() => copyLink(link)}
          data-testid="copy-link"
        >
          {t("link.copy")}
        </Button>
        <Button
          look="quiet"
          icon={<QrCode size={18} aria-hidden="true" />}
          onPress={() => setShowsCode(true)}
          data-testid="show-qr"
        >
          {t("invite.show")}
        </Button>
      </div>
      {showsCode ? <LaterInviteSheet isOpen link={link} onClose={() => setShowsCode(false)} /> : null}
      {password === "" ? null : (
        <p className={styles.text} data-testid="call-password">
          {t("password.tell")} <code className={styles.password}>{password}</code>
        </p>
      )}
    </div>
  );
}
