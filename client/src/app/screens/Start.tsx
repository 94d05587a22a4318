import { KeyRound, MonitorUp, RefreshCw, Video, Wind } from "lucide-react";
import { type ReactNode, type SyntheticEvent, useState } from "react";
import { Form } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { appAddress } from "../hooks/useRoute.ts";
import { useServices } from "../services.ts";
import { readDoor, sessionLink } from "../session/state/links.ts";
import { type LinkProblem, readLink } from "../state/linkInput.ts";
import { Button } from "../ui/Button.tsx";
import { Field } from "../ui/Field.tsx";
import { Page } from "../ui/Page.tsx";
import { RecentCalls } from "./start/RecentCalls.tsx";
import { useNewPassword } from "./start/useNewPassword.tsx";
import styles from "./Start.module.css";

export interface StartProps {
  /** Without a password, if it is empty. */
  readonly onNewCall: (password: string) => void;
  /** Undefined where the browser cannot. */
  readonly onShareScreen: ((password: string) => void) | undefined;
  readonly onOpenLink: (link: string) => void;
}

/** The first page: a new call in one click, or in by a link. */
export function Start({ onNewCall, onShareScreen, onOpenLink }: StartProps) {
  const { t } = useTranslation();
  const { recentRooms } = useServices();
  return (
    <Page testId="start-page">
      <div className={styles.start}>
        <div className={styles.hero}>
          <h1 className={styles.tagline}>{t("product.tagline")}</h1>
          <p className={styles.sentence}>{t("product.sentence")}</p>
        </div>
        <section className={styles.card}>
          <NewCall onNewCall={onNewCall} />
          {onShareScreen === undefined ? null : (
            <>
              <hr className={styles.rule} />
              <NewSession onShareScreen={onShareScreen} />
            </>
          )}
          <hr className={styles.rule} />
          <LinkForm onOpenLink={onOpenLink} />
        </section>
        {recentRooms === undefined ? null : <RecentCalls rooms={recentRooms} />}
        <ul className={styles.points}>
          <Point icon={<KeyRound />} title={t("start.pointKeysTitle")} text={t("start.pointKeys")} />
          <Point icon={<RefreshCw />} title={t("start.pointFreshTitle")} text={t("start.pointFresh")} />
          <Point icon={<Wind />} title={t("start.pointNothingTitle")} text={t("start.pointNothing")} />
        </ul>
      </div>
    </Page>
  );
}

function NewCall({ onNewCall }: Pick<StartProps, "onNewCall">) {
  const { t } = useTranslation();
  const { isAsked, field, button, take } = useNewPassword(t("password.make"), "password");
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const password = take();
    if (password !== undefined) onNewCall(password);
  };
  return (
    <Form onSubmit={submit} className={styles.newCall ?? ""}>
      {field}
      <Button
        type="submit"
        look="primary"
        wide
        icon={<Video aria-hidden="true" />}
        data-testid="start-new-call"
      >
        {t("start.newCall")}
      </Button>
      <p className={styles.hint}>{isAsked ? t("password.makeHint") : t("start.newCallHint")}</p>
      {button}
    </Form>
  );
}

function NewSession({ onShareScreen }: { readonly onShareScreen: (password: string) => void }) {
  const { t } = useTranslation();
  const { isAsked, field, button, take } = useNewPassword(t("session.newPassword"), "session-password");
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const password = take();
    if (password !== undefined) onShareScreen(password);
  };
  return (
    <Form onSubmit={submit} className={styles.newCall ?? ""}>
      {field}
      <Button type="submit" wide icon={<MonitorUp aria-hidden="true" />} data-testid="start-share">
        {t("session.entry")}
      </Button>
      <p className={styles.hint}>{isAsked ? t("password.makeHint") : t("session.entryHint")}</p>
      {button}
    </Form>
  );
}

function LinkForm({ onOpenLink }: Pick<StartProps, "onOpenLink">) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<LinkProblem | "empty">();

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (text.trim() === "") return setProblem("empty");
    const session = readDoor(text);
    const read = readLink(session?.room ?? text, appAddress());
    if ("link" in read) onOpenLink(session === undefined ? read.link : sessionLink(read.link, session.door));
    else setProblem(read.problem);
  };

  return (
    <Form onSubmit={submit} className={styles.linkForm ?? ""}>
      <Field
        label={t("start.haveLink")}
        placeholder={t("start.linkPlaceholder")}
        value={text}
        onChange={(value) => {
          setText(value);
          setProblem(undefined);
        }}
        inputMode="url"
        autoComplete="off"
        spellCheck="false"
        error={problem === undefined ? undefined : t(`link.errors.${problem}`)}
        inputTestId="link-input"
        errorTestId="link-error"
        trailing={
          <Button type="submit" data-testid="link-join">
            {t("start.join")}
          </Button>
        }
      />
    </Form>
  );
}

function Point({
  icon,
  title,
  text,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
}) {
  return (
    <li className={styles.point}>
      <span className={styles.pointIcon} aria-hidden="true">
        {icon}
      </span>
      <h2 className={styles.pointTitle}>{title}</h2>
      <p className={styles.pointText}>{text}</p>
    </li>
  );
}
