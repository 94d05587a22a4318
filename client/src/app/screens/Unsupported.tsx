import { Link } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type Missing, WORKING_BROWSERS } from "../media/browserSupport.ts";
import { useCopyLink } from "../hooks/useCopyLink.ts";
import { Button } from "../ui/Button.tsx";
import { Page } from "../ui/Page.tsx";
import styles from "./Ending.module.css";
import { PageTitle } from "./PageTitle.tsx";

export interface UnsupportedProps {
  readonly link: string;
  readonly missing: readonly Missing[];
}

/** Stops a person whose browser can not encrypt, before anything is opened or sent. */
export function Unsupported({ link, missing }: UnsupportedProps) {
  const { t, i18n } = useTranslation();
  const copyLink = useCopyLink();
  const list = (items: readonly string[]) => new Intl.ListFormat(i18n.language).format(items);
  const insecure = missing.includes("secure-context");
  return (
    <Page testId="unsupported-page">
      <section className={styles.ending} data-testid="unsupported" data-missing={missing.join(" ")}>
        <PageTitle text={insecure ? t("unsupported.insecureTitle") : t("unsupported.title")} />
        <p className={styles.text}>{insecure ? t("unsupported.insecure") : t("unsupported.text")}</p>
        {insecure ? null : (
          <>
            <p>{t("unsupported.works", { browsers: list(WORKING_BROWSERS) })}</p>
            <p className={styles.code}>{t("unsupported.missing", { list: list(missing) })}</p>
            <div className={styles.actions}>
              <Button
                look="primary"
                icon={<Link size={18} aria-hidden="true" />}
                onPress={() => copyLink(link)}
              >
                {t("link.copy")}
              </Button>
            </div>
          </>
        )}
      </section>
    </Page>
  );
}
