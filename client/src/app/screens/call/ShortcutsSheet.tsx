import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChangeChoices } from "../../hooks/useChoices.ts";
import { useServices } from "../../services.ts";
import type { Choices } from "../../state/choices.ts";
import { chooseKey, type Command, letterOf, shortcutLabel, SHORTCUTS } from "../../state/shortcuts.ts";
import { Button } from "../../ui/Button.tsx";
import { Sheet } from "../../ui/Sheet.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { KeyButton } from "./KeyButton.tsx";
import styles from "./ShortcutsSheet.module.css";

export interface ShortcutsSheetProps {
  readonly isOpen: boolean;
  readonly choices: Choices;
  readonly onChangeChoices: ChangeChoices;
  /** What there is a key for in this call. */
  readonly commands: readonly Command[];
  readonly onClose: () => void;
}

/** All keys and what they do; letters can be chosen, and all be switched off. */
export function ShortcutsSheet({ isOpen, choices, onChangeChoices, commands, onClose }: ShortcutsSheetProps) {
  const { t } = useTranslation();
  const { isMac } = useServices();
  const { shortcutsOn, keys: own } = choices;
  const [said, setSaid] = useState("");

  const choose = (command: Command, key: string | null) => {
    const { own: keys, taken } = chooseKey(own, command, key);
    onChangeChoices({ keys });
    const from = taken === undefined ? undefined : t(`shortcuts.commands.${taken}`);
    setSaid(from === undefined ? "" : t("shortcuts.taken", { key: key?.toUpperCase() ?? "", command: from }));
  };
  const isChanged = Object.keys(own).length > 0;
  return (
    <Sheet title={t("shortcuts.title")} isOpen={isOpen} onClose={onClose} testId="shortcuts-sheet">
      <Switch
        label={t("settings.shortcuts")}
        hint={t("settings.shortcutsHint")}
        isSelected={shortcutsOn}
        onChange={(on) => onChangeChoices({ shortcutsOn: on })}
        testId="shortcuts-on"
      />
      <p className={styles.hint}>{t("shortcuts.change")}</p>
      <p className={styles.said} role="status">
        {said}
      </p>
      <dl className={styles.list}>
        <Row name={t("shortcuts.talk")}>
          <Keys keys={[t("shortcuts.space")]} />
        </Row>
        {(Object.keys(SHORTCUTS) as Command[])
          .filter((command) => commands.includes(command))
          .map((command) => (
            <Row key={command} name={t(`shortcuts.commands.${command}`)}>
              <KeyButton
                command={command}
                letter={letterOf(command, own)}
                onKey={(key) => choose(command, key)}
              />
              <Keys
                keys={SHORTCUTS[command].filter(({ ctrl }) => ctrl).map((key) => shortcutLabel(key, isMac))}
              />
            </Row>
          ))}
        <Row name={t("shortcuts.digits")}>
          <Keys keys={["0", "…", "9"]} />
        </Row>
      </dl>
      {isChanged ? (
        <Button
          look="quiet"
          onPress={() => {
            onChangeChoices({ keys: {} });
            setSaid("");
          }}
          data-testid="usual-keys"
        >
          {t("shortcuts.usual")}
        </Button>
      ) : null}
    </Sheet>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.row}>
      <dt>{name}</dt>
      <dd className={styles.keys}>{children}</dd>
    </div>
  );
}

function Keys({ keys }: { readonly keys: readonly string[] }) {
  return keys.map((key) => (
    <kbd key={key} className={key === "…" ? styles.until : styles.key}>
      {key}
    </kbd>
  ));
}
