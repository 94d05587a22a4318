import { useTranslation } from "react-i18next";
import styles from "./PairCode.module.css";

/** The digits that two devices have in common, in groups as people read them out. */
export function PairCode({ code }: { readonly code: string }) {
  const { t } = useTranslation();
  return (
    // One number a group: read out digit by digit, not as thousands.
    <ol
      className={styles.code}
      aria-label={t("identity.codeLabel", { code })}
      data-testid="pair-code"
      data-code={code}
    >
      {code.split(" ").map((group, index) => (
        <li key={index} aria-label={[...group].join(" ")}>
          {group}
        </li>
      ))}
    </ol>
  );
}
