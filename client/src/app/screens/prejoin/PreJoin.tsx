import { Circle, Image as ImageIcon, Lock } from "lucide-react";
import { type SyntheticEvent, useEffect, useState } from "react";
import { Form } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { ChangeChoices } from "../../hooks/useChoices.ts";
import { useObservable } from "../../hooks/useObservable.ts";
import type { LocalDevices } from "../../media/LocalDevices.ts";
import { type Choices, LONGEST_NAME } from "../../state/choices.ts";
import { passwordProblem } from "../../state/linkInput.ts";
import { Button } from "../../ui/Button.tsx";
import { DeviceErrorNote } from "../../ui/DeviceErrorNote.tsx";
import { EncryptionFacts } from "../../ui/EncryptionFacts.tsx";
import { Field } from "../../ui/Field.tsx";
import { LaterBackgroundSheet, LaterDevicePickers, LaterSelfTest, LaterSheet } from "../../ui/later.tsx";
import { Page } from "../../ui/Page.tsx";
import { useServices } from "../../services.ts";
import { LinkRow } from "./LinkRow.tsx";
import { Preview } from "./Preview.tsx";
import { RelayChoice } from "./RelayChoice.tsx";
import styles from "./PreJoin.module.css";

export interface PreJoinProps {
  readonly link: string;
  readonly isNew: boolean;
  readonly devices: LocalDevices;
  readonly choices: Choices;
  readonly onChangeChoices: ChangeChoices;
  /** What is known of it already. */
  readonly password: string;
  readonly asksPassword: boolean;
  readonly onJoin: (name: string, password: string) => void;
}

/** A name needs at least one of these: white space and format characters show nothing. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Before the call: how one will look and sound, under which name. Joining never waits for a device. */
export function PreJoin(props: PreJoinProps) {
  const { link, isNew, devices, choices, asksPassword, onChangeChoices, onJoin } = props;
  const { t } = useTranslation();
  const { relays, embedding } = useServices();
  const { microphone, camera } = useObservable(devices.state);
  const [name, setName] = useState(choices.name);
  const [nameMissing, setNameMissing] = useState(false);
  const [password, setPassword] = useState(props.password);
  const [passwordWrong, setPasswordWrong] = useState<"missing" | "long">();
  const [sheet, setSheet] = useState<"facts" | "background" | "selfTest">();
  const closeSheet = () => setSheet(undefined);

  // What was off the last time stays off: nothing opens by itself that the person had closed.
  const [wanted] = useState({ microphone: choices.microphoneOn, camera: choices.cameraOn });
  useEffect(() => void devices.openBoth(wanted), [devices, wanted]);

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!VISIBLE.test(name)) setNameMissing(true);
    const wrong = asksPassword ? passwordProblem(password) : undefined;
    setPasswordWrong(wrong);
    if (VISIBLE.test(name) && wrong === undefined) onJoin(name.trim(), password);
  };

  return (
    <Page testId="prejoin-page" grows>
      <div className={styles.prejoin}>
        <div className={styles.left}>
          <Preview devices={devices} onChangeChoices={onChangeChoices} />
          <DeviceErrorNote
            kind="microphone"
            capture={microphone}
            onRetry={() => void devices.open("microphone")}
          />
          <div className={styles.deeds}>
            <Button
              look="quiet"
              icon={<ImageIcon size={18} aria-hidden="true" />}
              onPress={() => setSheet("background")}
              data-testid="open-background"
            >
              {t("background.item")}
            </Button>
            <Button
              look="quiet"
              icon={<Circle size={18} aria-hidden="true" />}
              onPress={() => setSheet("selfTest")}
              data-testid="open-self-test"
            >
              {t("selfTest.item")}
            </Button>
          </div>
          <DeviceErrorNote kind="camera" capture={camera} onRetry={() => void devices.open("camera")} />
        </div>
        <div className={styles.right}>
          <h1 className={styles.title}>{isNew ? t("prejoin.newTitle") : t("prejoin.title")}</h1>
          {isNew ? <LinkRow link={link} password={props.password} /> : null}
          <Form onSubmit={submit} className={styles.form ?? ""}>
            <Field
              label={t("prejoin.nameLabel")}
              placeholder={t("prejoin.namePlaceholder")}
              value={name}
              onChange={(value) => {
                setName(value);
                setNameMissing(false);
              }}
              maxLength={LONGEST_NAME}
              autoComplete="name"
              // Part of another page, it waits for its turn.
              autoFocus={embedding === undefined}
              error={nameMissing ? t("prejoin.nameMissing") : undefined}
              inputTestId="name-input"
              errorTestId="name-error"
            />
            {asksPassword && !isNew ? (
              <Field
                label={t("password.label")}
                description={t("password.hint")}
                value={password}
                onChange={(value) => {
                  setPassword(value);
                  setPasswordWrong(undefined);
                }}
                type="password"
                autoComplete="off"
                error={passwordWrong === undefined ? undefined : t(`password.errors.${passwordWrong}`)}
                inputTestId="password-input"
                errorTestId="password-error"
              />
            ) : null}
            <Button type="submit" look="primary" wide data-testid="join-button">
              {t("prejoin.join")}
            </Button>
          </Form>
          <div className={styles.promise}>
            <Button
              look="quiet"
              icon={<Lock size={18} aria-hidden="true" />}
              onPress={() => setSheet("facts")}
              data-testid="encryption-sentence"
            >
              {t("encryption.sentence")}
            </Button>
          </div>
          {relays ? (
            <RelayChoice isOn={choices.relayOnly} onChange={(relayOnly) => onChangeChoices({ relayOnly })} />
          ) : null}
          <LaterDevicePickers
            devices={devices}
            onChosen={(kind, device) => {
              onChangeChoices({ [kind]: device });
              if (kind !== "speaker" && devices.state.value[kind].status !== "off") void devices.open(kind);
            }}
          />
        </div>
      </div>
      {sheet === "background" ? (
        <LaterBackgroundSheet
          devices={devices}
          background={choices.background}
          onChoose={(background) => {
            onChangeChoices({ background });
            if (camera.status !== "off") void devices.open("camera");
          }}
          onClose={closeSheet}
        />
      ) : null}
      {sheet === "selfTest" ? <LaterSelfTest devices={devices} onClose={closeSheet} /> : null}
      {sheet === "facts" ? (
        <LaterSheet title={t("encryption.factsTitle")} isOpen onClose={closeSheet}>
          <EncryptionFacts />
        </LaterSheet>
      ) : null}
    </Page>
  );
}
