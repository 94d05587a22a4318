import { UserCog, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../../../sdk/index.ts";
import { inPanelOrder, named, personsOf } from "../../state/persons.ts";
import { Button } from "../../ui/Button.tsx";
import { Field } from "../../ui/Field.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import type { PersonActions } from "./people/PersonMenu.tsx";
import { PersonRow } from "./people/PersonRow.tsx";
import styles from "./PeoplePanel.module.css";

export interface PeoplePanelProps {
  readonly people: readonly Person[];
  readonly actions: PersonActions;
  /** Places in the queue of raised hands. */
  readonly hands: ReadonlyMap<string, number>;
  /** Opens what hosts decide; undefined for guests. */
  readonly onHostSettings: (() => void) | undefined;
  readonly onClose: () => void;
}

/** From this many on a name is quicker typed than found. */
const SEARCHED_FROM = 8;

/** Everybody who can open the call: the key agreement's roster and nothing else, by person and device. */
export function PeoplePanel({ people, actions, hands, onHostSettings, onClose }: PeoplePanelProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const persons = personsOf(people);
  const isSearched = persons.length >= SEARCHED_FROM;
  const shown = inPanelOrder(isSearched ? named(persons, typed) : persons, hands);
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
      {isSearched ? (
        <div className={styles.search}>
          <Field
            label={t("people.search")}
            value={typed}
            onChange={setTyped}
            type="search"
            autoComplete="off"
            inputTestId="people-search"
          />
        </div>
      ) : null}
      <ul className={styles.list} data-testid="people-list">
        {shown.map((person) => (
          <PersonRow key={person.key} person={person} actions={actions} />
        ))}
      </ul>
      {shown.length === 0 ? <Nobody>{t("people.nobodyFound")}</Nobody> : null}
      {onHostSettings === undefined ? null : (
        <div className={styles.host}>
          <Button
            wide
            icon={<UserCog size={18} aria-hidden="true" />}
            onPress={onHostSettings}
            data-testid="host-settings"
          >
            {t("hosts.item")}
          </Button>
        </div>
      )}
      <p className={styles.hint}>{t("people.fingerprintHint")}</p>
    </aside>
  );
}

function Nobody({ children }: { readonly children: ReactNode }) {
  return (
    <p className={styles.nobody} role="status">
      {children}
    </p>
  );
}
