import { Link } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Call } from "../../../sdk/index.ts";
import { withoutHidden, withoutHiddenEntries } from "../../embedding.ts";
import { useCallState } from "../../hooks/useCallState.ts";
import type { ChangeChoices } from "../../hooks/useChoices.ts";
import { useCaptions } from "../../hooks/useCaptions.ts";
import { useCopyLink } from "../../hooks/useCopyLink.ts";
import { useFullScreen } from "../../hooks/useFullScreen.ts";
import { useIdle } from "../../hooks/useIdle.ts";
import { useEmbeddedScreen } from "../../hooks/useEmbeddedScreen.ts";
import { useHeldFor } from "../../hooks/useHeldFor.ts";
import { useNotices } from "../../hooks/useNotices.ts";
import { useObservable } from "../../hooks/useObservable.ts";
import { useOwnMedia } from "../../hooks/useOwnMedia.ts";
import { useRecording } from "../../hooks/useRecording.ts";
import { useScreenShare } from "../../hooks/useScreenShare.ts";
import { useShortcuts } from "../../hooks/useShortcuts.ts";
import { ShownTo } from "../../hooks/useShown.ts";
import { useStayOnPage } from "../../hooks/useStayOnPage.ts";
import { useStage } from "../../hooks/useStage.ts";
import { useThriftyView } from "../../hooks/useThriftyView.ts";
import { useVerification } from "../../hooks/useVerification.ts";
import { useVolumes } from "../../hooks/useVolumes.ts";
import type { CallControls } from "../../media/CallControls.ts";
import type { LocalDevices } from "../../media/LocalDevices.ts";
import { AWAY_BANNER_MS, bannersOf } from "../../state/banners.ts";
import type { Choices } from "../../state/choices.ts";
import { type Ending, endingOf } from "../../state/ending.ts";
import { isProtected } from "../../state/linkInput.ts";
import { otherDevice } from "../../state/newDevices.ts";
import { keymapOf } from "../../state/shortcuts.ts";
import { personsOf } from "../../state/persons.ts";
import { showsShare } from "../../state/stage/layout.ts";
import { mayShare, sharesOf, tilesOf } from "../../state/tiles.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Mark } from "../../ui/Mark.tsx";
import { InviteSheet } from "../invite/InviteSheet.tsx";
import { Banners } from "./Banners.tsx";
import { ControlBar } from "./bar/ControlBar.tsx";
import { MicHintBubble } from "./bar/MicHintBubble.tsx";
import { useBarItems } from "./bar/useBarItems.tsx";
import { useMoreMenu } from "./bar/useMoreMenu.tsx";
import styles from "./CallScreen.module.css";
import { EncryptionBadge } from "./EncryptionBadge.tsx";
import { ForkAlert } from "./ForkAlert.tsx";
import { ChangedKeys } from "./identity/ChangedKeys.tsx";
import { useIdentityDialogs } from "./identity/useIdentityDialogs.tsx";
import { Joining } from "./Joining.tsx";
import { voiceId } from "./people/useVoiceVolume.tsx";
import { RecordingStrip } from "./recording/RecordingStrip.tsx";
import { RecordSheet } from "./recording/RecordSheet.tsx";
import { RemoteSound } from "./RemoteSound.tsx";
import { Sheets } from "./Sheets.tsx";
import { CaptionLine } from "./stage/CaptionLine.tsx";
import { PresenterStrip } from "./stage/PresenterStrip.tsx";
import { Stage } from "./stage/Stage.tsx";
import { useAttendants } from "./useAttendants.ts";
import { useDeviceChoice } from "./useDeviceChoice.ts";
import { useCommands } from "./useCommands.ts";
import { usePanels } from "./usePanels.tsx";

/** Dialogs that the call opens. */
export type OpenSheet = "encryption" | "invite" | "record" | "settings" | "shortcuts" | "statistics";

export interface CallScreenProps {
  readonly link: string;
  readonly call: Call;
  readonly controls: CallControls;
  readonly devices: LocalDevices;
  readonly choices: Choices;
  readonly onChangeChoices: ChangeChoices;
  readonly onEnd: (ending: Ending) => void;
  readonly onRejoin: () => void;
  readonly onNewCall: () => void;
}

/** The call itself. */
export function CallScreen(props: CallScreenProps) {
  const { link, call, controls, devices, choices, onChangeChoices, onEnd, onRejoin, onNewCall } = props;
  const { t } = useTranslation();
  const state = useCallState(call);
  const { people } = state;
  const local = useObservable(devices.state);
  const [sheet, setSheet] = useState<OpenSheet>();
  const [verification, judge] = useVerification(state);
  const isAway = useHeldFor(state.media === "reconnecting", AWAY_BANNER_MS);
  const self = people.find((person) => person.isSelf);
  const identity = useIdentityDialogs(call, state, onNewCall);
  const own = useOwnMedia(controls, self, onChangeChoices);
  const share = useScreenShare(call, self, choices, mayShare(state));
  const stage = useStage(people, choices, onChangeChoices);
  const volumes = useVolumes();
  const view = useThriftyView(call.view, choices.lowData);
  const [isFullScreen, toggleFullScreen] = useFullScreen();
  // A shared screen in full screen has all of it: the bar comes when a hand moves.
  const isImmersed = isFullScreen && showsShare(stage.layout);
  const isIdle = useIdle(isImmersed);
  const choice = useDeviceChoice(devices, controls, onChangeChoices);
  const { choose, setLowData } = choice;
  const captions = useCaptions(choices.captions, people);
  const recording = useRecording(call, state);
  useStayOnPage(share.isSharing || recording.since !== undefined);
  const panels = usePanels({ call, state, identity, volumes });
  const copy = useCopyLink();
  const copyLink = () => copy(link);
  const leave = () => onEnd({ page: "left" });
  const tiles = tilesOf(state);
  const shares = sharesOf(people).filter(({ isSelf }) => !isSelf);

  const { joinIsLate } = useNotices(call);
  const { micHint, pictureInPicture } = useAttendants({
    ...{ call, state, controls, devices, choices, own, share, stage, tiles, isAway },
    onLeave: leave,
  });

  const ending = useMemo(() => endingOf(state.phase, state.error), [state.phase, state.error]);
  useEffect(() => {
    if (ending !== undefined) onEnd(ending);
  }, [ending, onEnd]);

  const embedding = useEmbeddedScreen({
    ...{ own, share, stage, panels, onChangeChoices },
    onSettings: setSheet,
    onChooseDevice: choose,
  });
  const commands = useCommands({
    ...{ own, share, stage, panels, toggleFullScreen, onSheet: setSheet },
    lowData: { isOn: choices.lowData, set: setLowData },
    embedding,
  });
  const keymap = keymapOf(choices.keys);
  useShortcuts(choices.shortcutsOn, { keymap, commands, onPerson: stage.pinNumber, onTalk: own.talk });

  const items = useBarItems({
    ...{ own, share, stage, devices, choices, onChangeChoices, isFullScreen },
    onChooseDevice: choose,
    onFullScreen: toggleFullScreen,
    panel: panels.open,
    onPanel: panels.setOpen,
    peopleCount: personsOf(people).length,
    countsPeople: embedding?.hides("participant-count") !== true,
    unread: panels.unread,
    hasChat: call.chat !== undefined,
    hand: panels.hands,
    ...(embedding?.hides("settings") !== true && { onSettings: () => setSheet("settings") }),
    onLeave: leave,
  });
  const more = useMoreMenu({
    devices,
    recording,
    pictureInPicture,
    onSheet: setSheet,
    onCopyLink: copyLink,
    onTurnCamera: choice.turnCamera,
  });

  return (
    <div
      className={styles.call}
      data-testid="call-page"
      data-phase={state.phase}
      data-media={state.media}
      data-immersed={isImmersed}
      data-idle={isIdle}
    >
      <header className={styles.header}>
        {embedding?.hides("logo") === true ? null : (
          <span className={styles.mark}>
            <Mark size={28} />
          </span>
        )}
        <h1 className={styles.hidden}>{t("call.title")}</h1>
        <EncryptionBadge state={state} onOpen={() => setSheet("encryption")} />
        <RemoteSound
          people={people}
          speakerId={local.chosen.speaker?.id}
          voiceVolume={(key) => volumes.of(voiceId(key))}
          shareVolume={volumes.of}
        />
        {embedding?.hides("copy-link") === true ? null : (
          <span className={styles.end}>
            <IconButton
              look="plain"
              label={t("link.copy")}
              icon={<Link size={20} aria-hidden="true" />}
              onPress={copyLink}
              data-testid="copy-link"
            />
          </span>
        )}
      </header>
      <Banners banners={bannersOf(state, isAway)} onRejoin={onRejoin} />
      <ChangedKeys people={people} onCheck={identity.verify} />
      {panels.waiting}
      <RecordingStrip people={people} recording={recording} />
      <PresenterStrip share={share} />
      <div className={styles.middle}>
        <main className={styles.stage} aria-label={t("call.stage")}>
          {people.length === 0 ? (
            <Joining
              phase={state.phase}
              isLate={joinIsLate}
              lobby={state.lobby}
              camera={local.camera.track}
            />
          ) : (
            <ShownTo.Provider value={view}>
              <Stage
                {...{ stage, tiles, shares, isFullScreen, isImmersed }}
                corner={choices.corner}
                onCorner={(corner) => onChangeChoices({ corner })}
                volume={volumes.of}
                onVolume={volumes.set}
                onFullScreen={toggleFullScreen}
                {...(embedding?.hides("copy-link") !== true && { onCopyLink: copyLink })}
                hasPassword={isProtected(link)}
              />
            </ShownTo.Provider>
          )}
          <CaptionLine caption={captions.caption} />
          {panels.overStage}
        </main>
        {panels.element}
      </div>
      <ControlBar
        items={withoutHidden([...items, panels.reactItem], embedding)}
        more={embedding?.hides("more") === true ? [] : withoutHiddenEntries(more, embedding)}
      >
        <MicHintBubble
          hint={micHint.hint}
          other={otherDevice(local.devices.microphones, local.microphone.track?.getSettings().deviceId)}
          onUnmute={() => own.set("microphone", true)}
          onUse={(device) => choose("microphone", device)}
          onSettings={() => setSheet("settings")}
          onDismiss={micHint.dismiss}
        />
      </ControlBar>
      {identity.element}
      {panels.dialogs}
      {pictureInPicture.element}
      <InviteSheet isOpen={sheet === "invite"} link={link} onClose={() => setSheet(undefined)} />
      <ForkAlert state={state} onLeave={leave} onRejoin={onRejoin} />
      <RecordSheet isOpen={sheet === "record"} recording={recording} onClose={() => setSheet(undefined)} />
      <Sheets
        {...{ sheet, call, state, verification, judge, devices, choices, onChangeChoices, commands }}
        canCaption={captions.isPossible === true}
        choice={choice}
        onLeaveForNew={onNewCall}
        onClose={() => setSheet(undefined)}
      />
    </div>
  );
}
