import { Mic, MicOff, Video, VideoOff, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Person } from "../../../sdk/index.ts";
import { initials, tintOf } from "../../state/avatar.ts";
import { Avatar } from "../../ui/Avatar.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import styles from "./PeoplePanel.module.css";

export interface PeoplePanelProps {
  readonly people: readonly Person[];
  readonly onClose: () => void;
}

/** Everybody who can open the call: the key agreement's roster and nothing else. */
export function PeoplePanel({ people, onClose }: PeoplePanelProps) {
  const { t } = useTranslation();
  return (
    <aside className={styles.panel} aria-label={t("people.title")} data-testid="people-panel">
      <header className={styles.header}>
        <h2 className={styles.title} data-testid="people-count" data-count={people.length}>
          {t("people.count", { count: people.length })}
        </h2>
        <IconButton
          look="plain"
          label={t("common.close")}
          icon={<X aria-hidden="true" />}
          onPress={onClose}
          data-testid="people-close"
        />
      </header>
      <ul className={styles.list} data-testid="people-list">
        {people.map((person) => (
          <PersonRow key={person.key} person={person} />
        ))}
      </ul>
      <p className={styles.hint}>{t("people.fingerprintHint")}</p>
    </aside>
  );
}

function PersonRow({ person }: { readonly person: Person }) {
  const { t } = useTranslation();
  const { displayName, deviceFingerprint, isSelf, microphone, camera } = person;
  return (
    <li
      className={styles.person}
      data-testid="person"
      data-key={person.key}
      data-name={displayName}
      data-self={isSelf}
    >
      <Avatar initials={initials(displayName)} tint={tintOf(deviceFingerprint)} size="row" />
      <div className={styles.who}>
        <span className={styles.name}>{isSelf ? t("common.named", { name: displayName }) : displayName}</span>
        <span className={styles.fingerprint} data-testid="person-fingerprint">
          {t("people.fingerprint", { fingerprint: deviceFingerprint })}
        </span>
      </div>
      {microphone.on ? (
        <Mic size={20} role="img" aria-label={t("people.micOn")} />
      ) : (
        <MicOff className={styles.off} size={20} role="img" aria-label={t("people.micOff")} />
      )}
      {camera.on ? (
        <Video size={20} role="img" aria-label={t("people.cameraOn")} />
      ) : (
        <VideoOff className={styles.off} size={20} role="img" aria-label={t("people.cameraOff")} />
      )}
    </li>
  );
}
