import { useTranslation } from "react-i18next";
import { type Missing, WORKING_BROWSERS } from "../media/browserSupport.ts";
import { Page } from "../ui/Page.tsx";
import styles from "./Ending.module.css";

/** Stops a person whose browser can not encrypt, before anything is opened or sent. */
export function Unsupported({ missing }: { readonly missing: readonly Missing[] }) {
  const { t, i18n } = useTranslation();
  const list = (items: readonly string[]) => new Intl.ListFormat(i18n.language).format(items);
  const insecure = missing.includes("secure-context");
  return (
    <Page testId="unsupported-page">
      <section className={styles.ending} data-testid="unsupported" data-missing={missing.join(" ")}>
        <h1 className={styles.title}>{insecure ? t("unsupported.insecureTitle") : t("unsupported.title")}</h1>
        <p className={styles.text}>{insecure ? t("unsupported.insecure") : t("unsupported.text")}</p>
        {insecure ? null : (
          <>
            <p>{t("unsupported.works", { browsers: list(WORKING_BROWSERS) })}</p>
            <p className={styles.code}>{t("unsupported.missing", { list: list(missing) })}</p>
          </>
        )}
      </section>
    </Page>
  );
}
