import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../../../../sdk/index.ts";
import { Button } from "../../../ui/Button.tsx";
import { Sheet } from "../../../ui/Sheet.tsx";
import styles from "./Identity.module.css";
import { PairCode } from "./PairCode.tsx";

export interface LinkDialogProps {
  readonly person: Person;
  readonly ownName: string;
  /** Says that this device is one's own too, or takes that back. */
  readonly onLink: (on: boolean) => void;
  readonly onClose: () => void;
}

/**
 * Saying that another device of the call is one's own. Both devices show the same digits, and nothing is linked until
 * the person has said so on each of them; what the other side asks for opens nothing here.
 */
export function LinkDialog({ onClose, ...rest }: LinkDialogProps) {
  const { t } = useTranslation();
  return (
    <Sheet title={t("identity.link.title")} isOpen onClose={onClose} testId="link-dialog">
      <LinkContent {...rest} />
    </Sheet>
  );
}

/** What the dialog says; apart from it, so that it can be drawn alone. */
export function LinkContent({ person, ownName, onLink }: Omit<LinkDialogProps, "onClose">) {
  const { t } = useTranslation();
  const [differs, setDiffers] = useState(false);
  const { link } = person;
  const isOpen = link === "none" || link === "wanted";
  return (
    <div className={styles.content} data-testid="link-content" data-link={link}>
      <dl className={styles.sides}>
        <div className={styles.side}>
          <dt>{t("identity.link.thisSide")}</dt>
          <dd>{ownName}</dd>
        </div>
        <div className={styles.side}>
          <dt>{t("identity.link.otherSide")}</dt>
          <dd>{person.displayName}</dd>
        </div>
      </dl>
      {link === "linked" ? null : <p>{t("identity.link.how", { name: ownName })}</p>}
      <PairCode code={person.pairFingerprint} />
      <div className={styles.status} role="status">
        {link === "wanted" && !differs ? <p className={styles.note}>{t("identity.link.wanted")}</p> : null}
        {link === "offered" ? (
          <p className={styles.note} data-testid="link-offered">
            {t("identity.link.offered")}
          </p>
        ) : null}
        {link === "linked" ? (
          <p className={`${styles.note} ${styles.good}`} data-testid="link-done">
            {t("identity.link.linked")}
          </p>
        ) : null}
        {differs && isOpen ? (
          <div className={`${styles.note} ${styles.grave}`}>
            <p>
              <strong>{t("identity.link.notMineTitle")}</strong>
            </p>
            <p>{t("identity.link.notMineText")}</p>
          </div>
        ) : null}
      </div>
      <div className={styles.actions}>
        {isOpen && !differs ? (
          <>
            <Button look="primary" onPress={() => onLink(true)} data-testid="link-confirm">
              {t("identity.link.confirm")}
            </Button>
            <Button onPress={() => setDiffers(true)} data-testid="link-differs">
              {t("identity.link.notMine")}
            </Button>
          </>
        ) : null}
        {isOpen && differs ? (
          <Button onPress={() => setDiffers(false)}>{t("identity.verify.again")}</Button>
        ) : null}
        {link === "offered" ? (
          <Button onPress={() => onLink(false)} data-testid="link-cancel">
            {t("identity.link.cancel")}
          </Button>
        ) : null}
        {link === "linked" ? (
          <Button onPress={() => onLink(false)} data-testid="link-end">
            {t("identity.link.unlink")}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
