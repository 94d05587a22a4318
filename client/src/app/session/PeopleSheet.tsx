import { UserMinus } from "lucide-react";
import { type SyntheticEvent, useState } from "react";
import { Form } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Call, CallState, Person } from "../../sdk/index.ts";
import type { ChangeChoices } from "../hooks/useChoices.ts";
import { type Choices, LONGEST_NAME } from "../state/choices.ts";
import { Button } from "../ui/Button.tsx";
import { Field } from "../ui/Field.tsx";
import { IconButton } from "../ui/IconButton.tsx";
import { Sheet } from "../ui/Sheet.tsx";
import { Switch } from "../ui/Switch.tsx";
import { toast } from "../ui/toast.ts";
import type { HandoverControls } from "./hooks/useHandover.ts";
import styles from "./PeopleSheet.module.css";
import { ShareOptions } from "./ShareOptions.tsx";
import { doingOf } from "./state/standing.ts";

export interface PeopleSheetProps {
  readonly isOpen: boolean;
  readonly call: Call;
  readonly state: CallState;
  readonly people: readonly Person[];
  readonly presents: boolean;
  readonly choices: Choices;
  readonly onChangeChoices: ChangeChoices;
  readonly handover: HandoverControls;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

/** Who is here; for presenters, what they may do and how it is shared; for viewers, their name. */
export function PeopleSheet(props: PeopleSheetProps) {
  const { t } = useTranslation();
  const { isOpen, onClose, presents } = props;
  return (
    <Sheet
      title={presents ? t("session.settings") : t("session.people")}
      isOpen={isOpen}
      onClose={onClose}
      testId="session-sheet"
    >
      <Content {...props} />
    </Sheet>
  );
}

function Content({
  call,
  state,
  people,
  presents,
  choices,
  onChangeChoices,
  handover,
  onName,
  onClose,
}: PeopleSheetProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(choices.name);
  const removes = state.role !== undefined && state.role !== "guest";
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const given = name.trim();
    if (given === "") return;
    onChangeChoices({ name: given });
    onClose();
    onName(given);
  };
  return (
    <div className={styles.content}>
      {presents ? (
        <>
          <ShareOptions
            {...{ choices, onChangeChoices }}
            onMotion={(motion) => void call.screen?.setMotion(motion)}
          />
          <Switch
            label={t("session.marks")}
            hint={t("session.marksHint")}
            isSelected={handover.marks}
            onChange={handover.setMarks}
            testId="marks-switch"
          />
          <h3 className={styles.heading}>{t("session.people")}</h3>
        </>
      ) : (
        <Form onSubmit={submit}>
          <Field
            label={t("session.yourName")}
            description={t("session.nameHint")}
            value={name}
            onChange={setName}
            maxLength={LONGEST_NAME}
            inputTestId="session-name"
            trailing={
              <Button type="submit" data-testid="session-use-name">
                {t("session.useName")}
              </Button>
            }
          />
        </Form>
      )}
      <ul className={styles.people} data-testid="session-list">
        {people.map((person) => {
          const { key, displayName, isSelf, role } = person;
          const does = doingOf(person, state.policy);
          return (
            <li key={key} className={styles.person} data-name={displayName}>
              <bdi className={styles.name}>
                {isSelf ? t("common.named", { name: displayName }) : displayName}
              </bdi>
              <span className={styles.role}>{t(`session.${does}`)}</span>
              {removes && !isSelf && role !== "host" ? (
                <IconButton
                  look="plain"
                  label={t("session.remove", { name: displayName })}
                  icon={<UserMinus size={18} aria-hidden="true" />}
                  onPress={() =>
                    void call.host?.remove(key, { ban: false }).catch(() => toast(t("hosts.failed")))
                  }
                  data-testid="session-remove"
                />
              ) : null}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
