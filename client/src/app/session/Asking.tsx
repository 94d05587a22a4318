import { useTranslation } from "react-i18next";
import { Button } from "../ui/Button.tsx";
import { toast } from "../ui/toast.ts";
import cards from "../screens/call/host/WaitingCards.module.css";
import type { HandoverControls } from "./hooks/useHandover.ts";

export interface AskingProps {
  readonly handover: HandoverControls;
  /** Chooses what to share, after it was allowed. */
  readonly onPresent: () => void;
}

/** Those who would like to present; and the answer to one's own question. */
export function Asking({ handover, onPresent }: AskingProps) {
  const { t } = useTranslation();
  const { asking, own } = handover;
  if (asking.length === 0 && own !== "granted" && own !== "refused") return null;
  return (
    <section className={cards.cards} aria-live="polite">
      {asking.map((person) => (
        <div key={person.key} className={cards.card} data-testid="asks" data-name={person.displayName}>
          <p className={cards.who}>
            <bdi className={cards.name}>{t("session.asks", { name: person.displayName })}</bdi>
          </p>
          <div className={cards.actions}>
            <Button onPress={() => handover.refuse(person)} data-testid="not-now">
              {t("session.notNow")}
            </Button>
            <Button
              look="primary"
              onPress={() => void handover.grant(person).catch(() => toast(t("hosts.failed")))}
              data-testid="hand-over"
            >
              {t("session.handOver")}
            </Button>
          </div>
        </div>
      ))}
      {own === "granted" ? (
        <div className={cards.card} data-testid="granted">
          <p className={cards.who}>
            <strong>{t("session.grantedTitle")}</strong> {t("session.grantedText")}
          </p>
          <div className={cards.actions}>
            <Button onPress={handover.done}>{t("session.notNow")}</Button>
            <Button look="primary" onPress={onPresent} data-testid="session-start">
              {t("session.choose")}
            </Button>
          </div>
        </div>
      ) : null}
      {own === "refused" ? (
        <div className={cards.card} data-testid="refused">
          <p className={cards.who}>{t("session.refused")}</p>
          <div className={cards.actions}>
            <Button onPress={handover.done}>{t("common.close")}</Button>
          </div>
        </div>
      ) : null}
    </section>
  );
}
