import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LaterLanguagePicker } from "./later.tsx";
import { Mark } from "./Mark.tsx";
import styles from "./Page.module.css";

export interface PageProps {
  readonly children: ReactNode;
  readonly testId: string;
  /** What is on it grows while it is looked at: it begins at the top, so that nothing moves under a finger. */
  readonly grows?: boolean;
}

/** The frame of every screen outside a call: name above, language below. */
export function Page({ children, testId, grows = false }: PageProps) {
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
      <main className={styles.main} data-grows={grows || undefined}>
        {children}
      </main>
    </div>
  );
}
