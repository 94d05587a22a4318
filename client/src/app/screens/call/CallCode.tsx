import { useTranslation } from "react-i18next";
import { codeGroups } from "../../state/callCode.ts";
import type { FrozenCode } from "../../hooks/useFrozenCode.ts";
import type { CodeChange, NumberedCode, Verification } from "../../state/verification.ts";
import { Button } from "../../ui/Button.tsx";
import styles from "./CallCode.module.css";

export interface CallCodeProps {
  readonly verification: Verification;
  /** What is on screen: it stays until the person wants the newer one. */
  readonly frozen: FrozenCode;
  readonly onJudge: (verdict: Verification["verdict"]) => void;
  readonly onLeaveForNew: () => void;
}

/** The code to compare by voice, and what to do with what one finds. */
export function CallCode({ verification, frozen, onJudge, onLeaveForNew }: CallCodeProps) {
  const { t, i18n } = useTranslation();
  const { verdict, joinedSince } = verification;
  const { current, previous, newer, refresh } = frozen;
  if (current === undefined) return null;
  return (
    <section className={styles.code} aria-labelledby="call-code-title">
      <h3 id="call-code-title" className={styles.title}>
        {t("encryption.codeTitle")}
      </h3>
      <p className={styles.explain}>{t("encryption.codeExplain")}</p>
      <Code label={t("encryption.codeForKey", { number: current.epoch })} code={current} isCurrent />
      {previous === undefined ? null : (
        <Code label={t("encryption.codeBefore", { number: previous.epoch })} code={previous} />
      )}
      {newer === undefined ? null : (
        <div className={styles.newer} role="status" data-testid="code-newer" data-epoch={newer.epoch}>
          <p>
            <Why change={newer.change} epoch={newer.epoch} />
          </p>
          <Button onPress={refresh} data-testid="code-refresh">
            {t("encryption.showNewCode")}
          </Button>
        </div>
      )}
      <div role="status">
        {joinedSince.length > 0 ? (
          <p className={styles.recheck} data-testid="code-recheck">
            {t("encryption.recheck", { names: new Intl.ListFormat(i18n.language).format(joinedSince) })}
          </p>
        ) : null}
        {verdict === "same" ? (
          <p className={styles.checked} data-testid="code-checked">
            {t("encryption.checked")}
          </p>
        ) : null}
        {verdict === "different" ? (
          <div className={styles.different} data-testid="code-different">
            <p>
              <strong>{t("encryption.differentTitle")}</strong>
            </p>
            <p>{t("encryption.differentText")}</p>
            <div className={styles.actions}>
              <Button look="danger" onPress={onLeaveForNew} data-testid="leave-for-new">
                {t("encryption.leaveForNew")}
              </Button>
              <Button onPress={() => onJudge("unchecked")}>{t("encryption.compareAgain")}</Button>
            </div>
          </div>
        ) : null}
      </div>
      {verdict === "unchecked" ? (
        <div className={styles.question} role="group" aria-labelledby="call-code-question">
          <p id="call-code-question">{t("encryption.codeQuestion")}</p>
          <div className={styles.actions}>
            <Button onPress={() => onJudge("same")} data-testid="code-same">
              {t("encryption.same")}
            </Button>
            <Button onPress={() => onJudge("different")} data-testid="code-differs">
              {t("encryption.different")}
            </Button>
          </div>
        </div>
      ) : null}
    </section>
  );
}

/** Why the call has another code by now than the one on screen. */
function Why({ change: { joined, left }, epoch }: { readonly change: CodeChange; readonly epoch: number }) {
  const { t, i18n } = useTranslation();
  const inWords = (names: readonly string[]) => new Intl.ListFormat(i18n.language).format(names);
  if (joined.length > 0 && left.length > 0) {
    return t("encryption.newCodeBoth", { number: epoch, joined: inWords(joined), left: inWords(left) });
  }
  if (joined.length > 0) return t("encryption.newCodeJoined", { number: epoch, names: inWords(joined) });
  if (left.length > 0) return t("encryption.newCodeLeft", { number: epoch, names: inWords(left) });
  return t("encryption.newCodeRenewed", { number: epoch });
}

interface CodeProps {
  readonly label: string;
  readonly code: NumberedCode;
  readonly isCurrent?: boolean;
}

function Code({ label, code, isCurrent = false }: CodeProps) {
  return (
    <div className={isCurrent ? styles.current : styles.previous}>
      <span className={styles.epoch}>{label}</span>
      <span
        className={styles.groups}
        data-testid={isCurrent ? "call-code" : "previous-call-code"}
        data-epoch={code.epoch}
        data-code={code.code}
      >
        {codeGroups(code.code).map((group, index) => (
          <span key={index}>{group}</span>
        ))}
      </span>
    </div>
  );
}
