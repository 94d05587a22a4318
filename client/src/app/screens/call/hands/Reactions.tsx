import { useTranslation } from "react-i18next";
import type { Reaction } from "./useHands.ts";
import styles from "./Reactions.module.css";

/** Reactions rising over the call, with the name of who sent each. */
export function Reactions({ reactions }: { readonly reactions: readonly Reaction[] }) {
  const { t } = useTranslation();
  return (
    <div className={styles.reactions} role="log" aria-live="polite" aria-label={t("hands.reactions")}>
      {reactions.map(({ id, name, emoji }) => (
        <p key={id} className={styles.reaction} data-testid="reaction" data-emoji={emoji}>
          <span className={styles.emoji}>{emoji}</span> <bdi className={styles.name}>{name}</bdi>
        </p>
      ))}
    </div>
  );
}
