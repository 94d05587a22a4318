import { DoorOpen } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { WaitingPerson } from "../../../../sdk/index.ts";
import { initials, tintOf } from "../../../state/avatar.ts";
import { Avatar } from "../../../ui/Avatar.tsx";
import { Button } from "../../../ui/Button.tsx";
import styles from "./WaitingCards.module.css";

export interface WaitingCardsProps {
  readonly waiting: readonly WaitingPerson[];
  readonly onAdmit: (id: string) => void;
  readonly onRefuse: (id: string) => void;
  readonly onAdmitAll: () => void;
}

/** More are counted, not shown: the call stays in view. */
const MOST_CARDS = 3;

/** Who knocks, by name and device, for a host to decide. */
export function WaitingCards({ waiting, onAdmit, onRefuse, onAdmitAll }: WaitingCardsProps) {
  const { t } = useTranslation();
  return (
    <section className={styles.cards} aria-label={t("lobby.title")} hidden={waiting.length === 0}>
      <p className={styles.announced} role="status">
        {waiting.length === 0 ? null : t("lobby.announced", { count: waiting.length })}
      </p>
      {waiting.slice(0, MOST_CARDS).map(({ id, displayName: name, deviceFingerprint: fingerprint }) => (
        <div key={id} className={styles.card} data-testid="knock" data-name={name}>
          <Avatar initials={initials(name)} tint={tintOf(fingerprint)} size="row" />
          <div className={styles.who}>
            <p className={styles.name} dir="auto">
              {t("lobby.wants", { name })}
            </p>
            <p className={styles.device}>{t("lobby.device", { fingerprint })}</p>
          </div>
          <span className={styles.actions}>
            <Button
              aria-label={t("lobby.refuseName", { name })}
              onPress={() => onRefuse(id)}
              data-testid="knock-refuse"
            >
              {t("lobby.refuse")}
            </Button>
            <Button
              look="primary"
              aria-label={t("lobby.admitName", { name })}
              onPress={() => onAdmit(id)}
              data-testid="knock-admit"
            >
              {t("lobby.admit")}
            </Button>
          </span>
        </div>
      ))}
      {waiting.length < 2 ? null : (
        <Button
          icon={<DoorOpen size={18} aria-hidden="true" />}
          onPress={onAdmitAll}
          data-testid="knock-admit-all"
        >
          {t("lobby.admitAll", { count: waiting.length })}
        </Button>
      )}
    </section>
  );
}
