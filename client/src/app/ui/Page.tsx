import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LaterLanguagePicker } from "./later.tsx";
import { Mark } from "./Mark.tsx";
import styles from "./Page.module.css";

/** The frame of every screen outside a call: name above, language below. */
export function Page({ children, testId }: { readonly children: ReactNode; readonly testId: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles.page} data-testid={testId}>
      <header className={styles.header}>
        <a className={styles.home} href="#/">
          <Mark size={34} />
          <span>{t("product.name")}</span>
        </a>
        <LaterLanguagePicker />
      </header>
      <main className={styles.main}>{children}</main>
    </div>
  );
}
