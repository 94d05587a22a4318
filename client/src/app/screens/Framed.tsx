import { useTranslation } from "react-i18next";
import { Mark } from "../ui/Mark.tsx";
import styles from "./Ending.module.css";

/** In a page that may not embed the app: nothing to click but a way out of it. */
export function Framed({ link }: { readonly link: string }) {
  const { t } = useTranslation();
  return (
    <main className={styles.framed} data-testid="framed">
      <section className={styles.ending}>
        <span className={styles.mark}>
          <Mark size={64} />
        </span>
        <h1 className={styles.title}>{t("framed.title")}</h1>
        <p className={styles.text}>{t("framed.text")}</p>
        <a href={link} target="_blank" rel="noopener noreferrer" data-testid="open-in-tab">
          {t("framed.open")}
        </a>
      </section>
    </main>
  );
}
