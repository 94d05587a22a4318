import { useEffect } from "react";
import type { Call, CallState } from "../../../sdk/index.ts";
import { useComings } from "../../hooks/useComings.ts";
import { useMediaSession } from "../../hooks/useMediaSession.ts";
import { type MicHintControls, useMicHint } from "../../hooks/useMicHint.ts";
import { useObservable } from "../../hooks/useObservable.ts";
import type { OwnMediaControls } from "../../hooks/useOwnMedia.ts";
import type { ScreenShareControls } from "../../hooks/useScreenShare.ts";
import { useShareNews } from "../../hooks/useShareNews.ts";
import { useAwaySounds, useSounds } from "../../hooks/useSounds.ts";
import type { StageControls } from "../../hooks/useStage.ts";
import { useTabTitle } from "../../hooks/useTabTitle.ts";
import { useWakeLock } from "../../hooks/useWakeLock.ts";
import type { CallControls } from "../../media/CallControls.ts";
import type { LocalDevices } from "../../media/LocalDevices.ts";
import { deviceTrackOf } from "../../media/ProcessedSource.ts";
import type { Choices } from "../../state/choices.ts";
import { personsOf } from "../../state/persons.ts";
import type { TileView } from "../../state/tiles.ts";
import { type PictureInPicture, usePictureInPicture } from "./pip/usePictureInPicture.tsx";

export interface AttendantsInput {
  readonly call: Call;
  readonly state: CallState;
  readonly controls: CallControls;
  readonly devices: LocalDevices;
  readonly choices: Choices;
  readonly own: OwnMediaControls;
  readonly share: ScreenShareControls;
  readonly stage: StageControls;
  readonly tiles: readonly TileView[];
  /** The connection has been lost for a while. */
  readonly isAway: boolean;
  readonly onLeave: () => void;
}

/** What a call does by itself while it is on screen: it tells, sounds, keeps the screen on, and listens. */
export function useAttendants(input: AttendantsInput): {
  readonly micHint: MicHintControls;
  readonly pictureInPicture: PictureInPicture;
} {
  const { call, state, controls, devices, choices, own, share, stage, tiles, isAway, onLeave } = input;
  const { microphone, chosen } = useObservable(devices.state);
  const play = useSounds(choices.sounds, chosen.speaker?.id);

  useWakeLock();
  useComings(state, play);
  useAwaySounds(isAway, play);
  useShareNews(state.people);
  useHostsWord(call, controls);
  useTabTitle({
    phase: state.phase === "joined" ? "inCall" : "waiting",
    muted: !own.microphoneOn,
    sharing: share.isSharing,
    away: isAway,
    count: personsOf(state.people).length,
  });
  const deviceTrack =
    choices.micHints && microphone.track !== undefined ? deviceTrackOf(microphone.track) : undefined;
  const micHint = useMicHint(deviceTrack, own.microphoneOn);
  const pictureInPicture = usePictureInPicture({
    tile: tiles.find(({ key }) => key === stage.speaker),
    own,
    onLeave,
  });
  useMediaSession({
    microphoneOn: own.microphoneOn,
    cameraOn: own.cameraOn,
    onMicrophone: () => own.set("microphone", !own.microphoneOn),
    onCamera: () => own.set("camera", !own.cameraOn),
    onLeave,
    onPictureInPicture: pictureInPicture.enter,
  });
  return { micHint, pictureInPicture };
}

/** What a host switched off is off here too: it comes back by the person's own press and not before. */
function useHostsWord(call: Call, controls: CallControls): void {
  useEffect(
    () =>
      call.on("request", ({ kind }) => {
        if (kind === "mute") void controls.setMicrophone(false);
        if (kind === "stop-camera") void controls.setCamera(false);
      }),
    [call, controls],
  );
}
