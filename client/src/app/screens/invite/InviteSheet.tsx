import { Link } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useCopyLink } from "../../hooks/useCopyLink.ts";
import { qrPath } from "../../media/qrCode.ts";
import { isProtected } from "../../state/linkInput.ts";
import { Button } from "../../ui/Button.tsx";
import { Sheet } from "../../ui/Sheet.tsx";
import styles from "./InviteSheet.module.css";

export interface InviteSheetProps {
  readonly isOpen: boolean;
  readonly link: string;
  readonly onClose: () => void;
}

/** The link in every way that people hand it on: to read, to copy, and to photograph. */
export function InviteSheet({ isOpen, link, onClose }: InviteSheetProps) {
  const { t } = useTranslation();
  const copyLink = useCopyLink();
  const code = useMemo(() => qrPath(link), [link]);
  return (
    <Sheet title={t("invite.title")} isOpen={isOpen} onClose={onClose} testId="invite-sheet">
      <div className={styles.invite}>
        <svg
          className={styles.code}
          viewBox={`0 0 ${code.size} ${code.size}`}
          role="img"
          aria-label={t("invite.code")}
          data-testid="qr-code"
        >
          <path d={code.path} />
        </svg>
        <p>{t("invite.photograph")}</p>
        <code className={styles.link}>{link}</code>
        <Button
          look="primary"
          icon={<Link size={18} aria-hidden="true" />}
          onPress={() => copyLink(link)}
          data-testid="invite-copy"
        >
          {t("link.copy")}
        </Button>
        <p className={styles.note}>{isProtected(link) ? t("invite.passwordNote") : t("invite.note")}</p>
      </div>
    </Sheet>
  );
}
