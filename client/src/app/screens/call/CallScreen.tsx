import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Call } from "../../../sdk/index.ts";
import { useCallState } from "../../hooks/useCallState.ts";
import type { ChangeChoices } from "../../hooks/useChoices.ts";
import { useComings } from "../../hooks/useComings.ts";
import { useCopyLink } from "../../hooks/useCopyLink.ts";
import { useHeldFor } from "../../hooks/useHeldFor.ts";
import { useLostDevice } from "../../hooks/useLostDevice.ts";
import { useNotices } from "../../hooks/useNotices.ts";
import { useObservable } from "../../hooks/useObservable.ts";
import { useOwnMedia } from "../../hooks/useOwnMedia.ts";
import { ShownTo } from "../../hooks/useShown.ts";
import { useShortcuts } from "../../hooks/useShortcuts.ts";
import { useVerification } from "../../hooks/useVerification.ts";
import type { CallControls } from "../../media/CallControls.ts";
import type { LocalDevices } from "../../media/LocalDevices.ts";
import { AWAY_BANNER_MS, bannersOf } from "../../state/banners.ts";
import type { Choices } from "../../state/choices.ts";
import { type Ending, endingOf } from "../../state/ending.ts";
import { personsOf } from "../../state/persons.ts";
import type { Command } from "../../state/shortcuts.ts";
import { tilesOf } from "../../state/tiles.ts";
import { Mark } from "../../ui/Mark.tsx";
import { Banners } from "./Banners.tsx";
import styles from "./CallScreen.module.css";
import { ControlBar, type OpenSheet } from "./ControlBar.tsx";
import { DevicesSheet } from "./DevicesSheet.tsx";
import { EncryptionBadge } from "./EncryptionBadge.tsx";
import { EncryptionPanel } from "./EncryptionPanel.tsx";
import { ChangedKeys } from "./identity/ChangedKeys.tsx";
import { ForkAlert } from "./ForkAlert.tsx";
import { useIdentityDialogs } from "./identity/useIdentityDialogs.tsx";
import { Joining } from "./Joining.tsx";
import { PeoplePanel } from "./PeoplePanel.tsx";
import { RemoteSound } from "./RemoteSound.tsx";
import { ShortcutsSheet } from "./ShortcutsSheet.tsx";
import { Stage } from "./Stage.tsx";

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
  const { microphone, camera, chosen } = useObservable(devices.state);
  const [peopleOpen, setPeopleOpen] = useState(false);
  const [sheet, setSheet] = useState<OpenSheet>();
  const [verification, judge] = useVerification(state);
  const mediaAwayLong = useHeldFor(state.media === "reconnecting", AWAY_BANNER_MS);
  const self = state.people.find((person) => person.isSelf);
  const identity = useIdentityDialogs(call, state, onNewCall);
  const own = useOwnMedia(controls, self, onChangeChoices);
  const copy = useCopyLink();
  const copyLink = () => copy(link);

  useComings(state);
  const { joinIsLate } = useNotices(call);
  useLostDevice("microphone", microphone, controls);
  useLostDevice("camera", camera, controls);

  const ending = useMemo(() => endingOf(state.phase, state.error), [state.phase, state.error]);
  useEffect(() => {
    if (ending !== undefined) onEnd(ending);
  }, [ending, onEnd]);

  const run = (command: Command) => {
    switch (command) {
      case "microphone":
      case "camera":
        return own.toggleAloud(command);
      case "people":
        return setPeopleOpen(!peopleOpen);
      case "help":
        return setSheet("shortcuts");
    }
  };
  useShortcuts(choices.shortcutsOn, run);

  const leave = () => onEnd({ page: "left" });
  const closeSheet = () => setSheet(undefined);

  return (
    <div className={styles.call} data-testid="call-page" data-phase={state.phase} data-media={state.media}>
      <header className={styles.header}>
        <span className={styles.mark}>
          <Mark size={28} />
        </span>
        <h1 className={styles.hidden}>{t("call.title")}</h1>
        <EncryptionBadge state={state} onOpen={() => setSheet("encryption")} />
        <RemoteSound people={state.people} speakerId={chosen.speaker?.id} />
      </header>
      <Banners banners={bannersOf(state, mediaAwayLong)} />
      <ChangedKeys people={state.people} onCheck={identity.verify} />
      <div className={styles.middle}>
        <main className={styles.stage} aria-label={t("call.stage")}>
          {state.people.length === 0 ? (
            <Joining phase={state.phase} isLate={joinIsLate} />
          ) : (
            <ShownTo.Provider value={call.view}>
              <Stage tiles={tilesOf(state)} onCopyLink={copyLink} />
            </ShownTo.Provider>
          )}
        </main>
        {peopleOpen ? (
          <PeoplePanel people={state.people} actions={identity} onClose={() => setPeopleOpen(false)} />
        ) : null}
      </div>
      <ControlBar
        own={own}
        peopleOpen={peopleOpen}
        peopleCount={personsOf(state.people).length}
        shortcutsOn={choices.shortcutsOn}
        onPeople={setPeopleOpen}
        onOpenSheet={setSheet}
        onCopyLink={copyLink}
        onLeave={leave}
      />
      {identity.element}
      <ForkAlert state={state} onLeave={leave} onRejoin={onRejoin} />
      <EncryptionPanel
        isOpen={sheet === "encryption"}
        state={state}
        verification={verification}
        onJudge={judge}
        onLeaveForNew={onNewCall}
        onClose={closeSheet}
      />
      <DevicesSheet
        isOpen={sheet === "devices"}
        devices={devices}
        controls={controls}
        choices={choices}
        onChangeChoices={onChangeChoices}
        onClose={closeSheet}
      />
      <ShortcutsSheet isOpen={sheet === "shortcuts"} enabled={choices.shortcutsOn} onClose={closeSheet} />
    </div>
  );
}
