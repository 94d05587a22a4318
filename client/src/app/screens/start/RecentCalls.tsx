import { History, LockKeyhole, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { goTo } from "../../hooks/useRoute.ts";
import { useObservable } from "../../hooks/useObservable.ts";
import type { RecentRooms } from "../../rooms/index.ts";
import type { RecentRoom } from "../../state/recentRooms.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import styles from "./RecentCalls.module.css";

/** The calls that were joined on this device: into one of them again, or forget it. */
export function RecentCalls({ rooms }: { readonly rooms: RecentRooms }) {
  const { t } = useTranslation();
  const list = useObservable(rooms.list);
  if (list.length === 0) return null;
  return (
    <section className={styles.recent} aria-labelledby="recent-title" data-testid="recent-calls">
      <header className={styles.header}>
        <h2 id="recent-title" className={styles.title}>
          <History size={20} aria-hidden="true" />
          {t("recent.title")}
        </h2>
        <Button look="quiet" onPress={() => void rooms.forgetAll()} data-testid="forget-all">
          {t("recent.forgetAll")}
        </Button>
      </header>
      <ul className={styles.list}>
        {list.map((room) => (
          <Entry key={room.hash} room={room} onForget={() => void rooms.forget(room.hash)} />
        ))}
      </ul>
      <p className={styles.note}>{t("recent.note")}</p>
    </section>
  );
}

function Entry({ room, onForget }: { readonly room: RecentRoom; readonly onForget: () => void }) {
  const { t, i18n } = useTranslation();
  const names = new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(room.names);
  const title = room.names.length === 0 ? t("recent.untitled") : t("recent.with", { names });
  const time = new Date(room.at);
  const words = new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium", timeStyle: "short" });
  const when = words.format(time);
  return (
    <li className={styles.entry} data-testid="recent-call">
      <Button look="quiet" onPress={() => goTo(room.hash)} data-testid="recent-open">
        <span className={styles.names}>
          <bdi>{title}</bdi>
          {room.hash.startsWith("#/p/") ? (
            <LockKeyhole size={16} role="img" aria-label={t("password.needed")} />
          ) : null}
        </span>
        <time className={styles.time} dateTime={time.toISOString()}>
          {when}
        </time>
      </Button>
      <IconButton
        look="plain"
        label={t("recent.forget", { title, when })}
        hint={t("recent.forgetHint")}
        icon={<X size={18} aria-hidden="true" />}
        onPress={onForget}
        data-testid="recent-forget"
      />
    </li>
  );
}
