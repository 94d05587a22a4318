import { Link, Users } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Call, Person } from "../../sdk/index.ts";
import type { CapturedDisplay } from "../../sdk/screen/index.ts";
import { useCallState } from "../hooks/useCallState.ts";
import type { ChangeChoices } from "../hooks/useChoices.ts";
import { useCopyLink } from "../hooks/useCopyLink.ts";
import { useFullScreen } from "../hooks/useFullScreen.ts";
import { useHeldFor } from "../hooks/useHeldFor.ts";
import { useIdle } from "../hooks/useIdle.ts";
import { useNotices } from "../hooks/useNotices.ts";
import { canCapture, useScreenShare } from "../hooks/useScreenShare.ts";
import { ShownTo } from "../hooks/useShown.ts";
import { useVerification } from "../hooks/useVerification.ts";
import { useVolumes } from "../hooks/useVolumes.ts";
import { useWakeLock } from "../hooks/useWakeLock.ts";
import { AWAY_BANNER_MS, bannersOf } from "../state/banners.ts";
import type { Choices } from "../state/choices.ts";
import { endingOf } from "../state/ending.ts";
import { Banners } from "../screens/call/Banners.tsx";
import callStyles from "../screens/call/CallScreen.module.css";
import { EncryptionBadge } from "../screens/call/EncryptionBadge.tsx";
import { EncryptionPanel } from "../screens/call/EncryptionPanel.tsx";
import { ForkAlert } from "../screens/call/ForkAlert.tsx";
import { Joining } from "../screens/call/Joining.tsx";
import { RemoteSound } from "../screens/call/RemoteSound.tsx";
import { PresenterStrip } from "../screens/call/stage/PresenterStrip.tsx";
import { Button } from "../ui/Button.tsx";
import { IconButton } from "../ui/IconButton.tsx";
import { Mark } from "../ui/Mark.tsx";
import { toast } from "../ui/toast.ts";
import { Asking } from "./Asking.tsx";
import { EndDialog } from "./EndDialog.tsx";
import { useAudienceWords } from "./hooks/useAudienceWords.ts";
import { useHandedOver } from "./hooks/useHandedOver.ts";
import { useHandover } from "./hooks/useHandover.ts";
import { useMarks } from "./hooks/useMarks.ts";
import { useSessionKeys } from "./hooks/useSessionKeys.ts";
import { useShareOnceIn } from "./hooks/useShareOnceIn.ts";
import type { Tool } from "./marks/MarksLayer.tsx";
import { PeopleSheet } from "./PeopleSheet.tsx";
import { SessionBar } from "./SessionBar.tsx";
import { SessionStage } from "./SessionStage.tsx";
import styles from "./SessionScreen.module.css";
import { audienceOf, followOrder, stepTo } from "./state/audience.ts";
import { standingOf } from "./state/standing.ts";

export interface SessionScreenProps {
  /** For viewers. */
  readonly link: string;
  /** Of the session; "" where there is none. */
  readonly password: string;
  /** Wants to give another one. */
  readonly onPassword: () => void;
  readonly call: Call;
  /** What is shared as soon as the call allows it. */
  readonly captured: CapturedDisplay | undefined;
  readonly choices: Choices;
  readonly onChangeChoices: ChangeChoices;
  /** Comes in anew, as somebody who presents. */
  readonly onPresent: () => void;
  /** Comes in anew under a name. */
  readonly onName: (name: string) => void;
  /** @param code of the error that ended it; undefined if the person left */
  readonly onEnd: (code: string | undefined) => void;
  readonly onRejoin: () => void;
}

/** A session: somebody's shared screen and those who look at it. */
export function SessionScreen(props: SessionScreenProps) {
  const { link, password, call, captured, choices, onChangeChoices, onPresent, onName, onEnd, onRejoin } =
    props;
  const { t } = useTranslation();
  const state = useCallState(call);
  const { people } = state;
  const [sheet, setSheet] = useState<"people" | "encryption" | "end">();
  const [tool, setTool] = useState<Tool>("none");
  const [chosen, setChosen] = useState<string>();
  const [order, setOrder] = useState<readonly string[]>([]);
  const nextOrder = followOrder(order, people);
  if (nextOrder !== order) setOrder(nextOrder);
  const audience = audienceOf(state, chosen, nextOrder);
  const { self, shares, others } = audience;
  const standing = standingOf(state);
  const share = useScreenShare(call, self, choices, standing.mayPresent);
  const handover = useHandover(call, people);
  const board = useMarks(call, people, handover.marks);
  const [verification, judge] = useVerification(state);
  const volumes = useVolumes();
  const copy = useCopyLink();
  const [isFullScreen, toggleFullScreen] = useFullScreen();
  const isImmersed = isFullScreen && shares.length > 0;
  const isIdle = useIdle(isImmersed);
  const previewed = useState(false);
  const { joinIsLate } = useNotices(call);
  const isAway = useHeldFor(state.media === "reconnecting", AWAY_BANNER_MS);
  const words = useAudienceWords(others);
  useWakeLock();

  /** Whether this call may send at all. */
  const presents = captured !== undefined;
  useShareOnceIn(call, state, captured);
  useHandedOver(people, handover, share);

  const ending = endingOf(state.phase, state.error);
  const code = ending?.page === "problem" ? ending.code : ending?.reason;
  const isOver = ending !== undefined;
  useEffect(() => {
    if (isOver) onEnd(code);
  }, [isOver, code, onEnd]);

  const leave = () => onEnd(undefined);
  const mayEnd = standing.mayEnd && call.host !== undefined;
  const onShare = presents ? share.toggle : onPresent;
  const mayPresent = standing.mayPresent && share.isPossible;
  const step = (by: 1 | -1) => {
    const next = stepTo(nextOrder, shares[0]?.key, by);
    if (next !== undefined) setChosen(next);
  };
  const large = shares[0];
  const wipe = () => {
    const leaf = large === undefined ? self?.leaf : people.find(({ key }) => key === large.key)?.leaf;
    if (leaf !== undefined) board.clear(leaf);
  };
  useSessionKeys(choices.shortcutsOn, {
    ...(mayPresent && (presents || shares.length === 0) && { share: onShare }),
    fullScreen: toggleFullScreen,
    copyLink: () => copy(link),
    ...(large !== undefined && {
      mute: () => volumes.set(large.key, volumes.of(large.key) === 0 ? 1 : 0),
    }),
    previous: () => step(-1),
    next: () => step(1),
  });

  return (
    <div
      className={callStyles.call}
      data-testid="session-page"
      data-phase={state.phase}
      data-media={state.media}
      data-presents={presents}
      data-immersed={isImmersed}
      data-idle={isIdle}
    >
      <header className={callStyles.header}>
        <span className={callStyles.mark}>
          <Mark size={28} />
        </span>
        <h1 className={callStyles.hidden}>{t("session.title")}</h1>
        <EncryptionBadge state={state} onOpen={() => setSheet("encryption")} />
        <RemoteSound
          people={people.map(withoutVoice)}
          speakerId={choices.speaker?.id}
          shareVolume={volumes.of}
        />
        <span className={`${callStyles.end} ${styles.end}`}>
          <button
            type="button"
            className={styles.count}
            onClick={() => setSheet("people")}
            aria-haspopup="dialog"
            data-testid="watching"
            data-count={audience.watchers.length}
          >
            <Users size={18} aria-hidden="true" />
            <span className={styles.words}>{t("session.watching", { count: audience.watchers.length })}</span>
            <span className={styles.number} aria-hidden="true">
              {audience.watchers.length}
            </span>
          </button>
          <IconButton
            look="plain"
            label={t("link.copy")}
            icon={<Link size={20} aria-hidden="true" />}
            onPress={() => copy(link)}
            data-testid="copy-link"
          />
        </span>
      </header>
      <Banners banners={bannersOf(state, isAway)} onRejoin={onRejoin} />
      <Asking handover={handover} onPresent={onPresent} />
      <PresenterStrip
        share={share}
        audience={<span data-testid="audience">{words}</span>}
        preview={previewed}
      />
      <div className={callStyles.middle}>
        <main className={callStyles.stage} aria-label={t("session.title")}>
          {people.length === 0 ? (
            <div className={styles.joining}>
              <Joining phase={state.phase} isLate={joinIsLate} lobby={state.lobby} />
              {state.lobby === "empty" && password !== "" ? (
                <PerhapsAnother onPassword={props.onPassword} />
              ) : null}
            </div>
          ) : (
            <ShownTo.Provider value={call.view}>
              <SessionStage
                {...{ link, password, audience, board, tool, volumes, isFullScreen }}
                people={people}
                presents={presents}
                own={share}
                isPreviewed={previewed[0]}
                onFullScreen={toggleFullScreen}
                onChoose={setChosen}
              />
            </ShownTo.Provider>
          )}
        </main>
      </div>
      <SessionBar
        {...{ tool, presents, mayPresent, mayEnd, isFullScreen }}
        isSharing={share.isSharing}
        // On one's own screen there is only what the preview shows.
        hasMarks={large !== undefined || (share.isSharing && previewed[0])}
        marksAllowed={handover.marks || presents}
        isOwnScreen={large === undefined}
        canAsk={!mayPresent && audience.presenters.length > 0 && canCapture()}
        own={handover.own}
        onTool={setTool}
        onWipe={wipe}
        onShare={onShare}
        onAsk={handover.ask}
        onFullScreen={toggleFullScreen}
        onPeople={() => setSheet("people")}
        onLeave={leave}
        onEndForAll={() => setSheet("end")}
      />
      <PeopleSheet
        isOpen={sheet === "people"}
        {...{ call, people, state, choices, onChangeChoices, handover, presents }}
        onName={onName}
        onClose={() => setSheet(undefined)}
      />
      <EncryptionPanel
        isOpen={sheet === "encryption"}
        state={state}
        verification={verification}
        onJudge={judge}
        onLeaveForNew={leave}
        onClose={() => setSheet(undefined)}
      />
      <EndDialog
        isOpen={sheet === "end"}
        onCancel={() => setSheet(undefined)}
        onEnd={() => {
          void call.host?.endForAll().catch(() => toast(t("hosts.failed")));
          setSheet(undefined);
        }}
      />
      <ForkAlert state={state} onLeave={leave} onRejoin={onRejoin} />
    </div>
  );
}

/** A wrong password leads to a session that nobody ever begins. */
function PerhapsAnother({ onPassword }: { readonly onPassword: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.perhaps}>
      <p>{t("session.otherPassword")}</p>
      <Button onPress={onPassword} data-testid="session-other-password">
        {t("session.passwordAgain")}
      </Button>
    </div>
  );
}

/** Voices are no part of a session: whoever sends one is not heard. */
function withoutVoice(person: Person): Person {
  return { ...person, microphone: { on: false, state: "none" } };
}
