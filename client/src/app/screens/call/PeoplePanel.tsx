import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Person } from "../../../sdk/index.ts";
import { personsOf } from "../../state/persons.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import type { PersonActions } from "./people/PersonMenu.tsx";
import { PersonRow } from "./people/PersonRow.tsx";
import styles from "./PeoplePanel.module.css";

export interface PeoplePanelProps {
  readonly people: readonly Person[];
  readonly actions: PersonActions;
  readonly onClose: () => void;
}

/** Everybody who can open the call: the key agreement's roster and nothing else, by person and device. */
export function PeoplePanel({ people, actions, onClose }: PeoplePanelProps) {
  const { t } = useTranslation();
  const persons = personsOf(people);
  return (
    <aside className={styles.panel} aria-label={t("people.title")} data-testid="people-panel">
      <header className={styles.header}>
        <h2 className={styles.title} data-testid="people-count" data-count={persons.length}>
          {t("people.count", { count: persons.length })}
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
        {persons.map((person) => (
          <PersonRow key={person.key} person={person} actions={actions} />
        ))}
      </ul>
      <p className={styles.hint}>{t("people.fingerprintHint")}</p>
    </aside>
  );
}
