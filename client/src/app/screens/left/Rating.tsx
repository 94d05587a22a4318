import { Frown, Meh, Smile } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useServices } from "../../services.ts";
import { rate, type Rating as Judgement } from "../../state/ratings.ts";
import { Button } from "../../ui/Button.tsx";
import styles from "../Ending.module.css";

const CHOICES = [
  ["good", Smile],
  ["fair", Meh],
  ["bad", Frown],
] as const;

/** Asks how the call was, for the person alone: what may help next time is said, and nothing is sent. */
export function Rating() {
  const { t } = useTranslation();
  const { storage } = useServices();
  const [given, setGiven] = useState<Judgement>();
  return (
    <section className={styles.rating} aria-labelledby="rating-title" data-testid="rating">
      <h2 id="rating-title" className={styles.ratingTitle}>
        {t("rating.title")}
      </h2>
      {given === undefined ? (
        <div className={styles.choices}>
          {CHOICES.map(([judgement, Icon]) => (
            <Button
              key={judgement}
              look="quiet"
              icon={<Icon size={22} aria-hidden="true" />}
              onPress={() => {
                rate(storage, judgement, Date.now());
                setGiven(judgement);
              }}
              data-testid={`rate-${judgement}`}
            >
              {t(`rating.${judgement}`)}
            </Button>
          ))}
        </div>
      ) : null}
      <p className={styles.ratingNote} role="status">
        {given === undefined ? t("rating.local") : t(given === "good" ? "rating.thanks" : "rating.advice")}
      </p>
    </section>
  );
}
