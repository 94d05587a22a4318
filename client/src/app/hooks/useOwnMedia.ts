import { useTranslation } from "react-i18next";
import type { Person } from "../../sdk/index.ts";
import type { CallControls } from "../media/CallControls.ts";
import type { CaptureKind } from "../media/deviceList.ts";
import type { ChangeChoices } from "./useChoices.ts";
import { useObservable } from "./useObservable.ts";
import { toast } from "../ui/toast.ts";

/** One's own microphone and camera in a call, and the hands on them. */
export interface OwnMediaControls {
  readonly microphoneOn: boolean;
  readonly cameraOn: boolean;
  readonly set: (kind: CaptureKind, on: boolean) => void;
  /** While a key is held, and after it. Not remembered for the next call. */
  readonly talk: (act: "unmute" | "mute") => void;
  /** By keyboard: the eyes may be elsewhere, so it is said too. */
  readonly toggleAloud: (kind: CaptureKind) => void;
}

/** What is on, as the person wants it; what was stopped for safety counts as off, so that a press starts it anew. */
export function useOwnMedia(
  controls: CallControls,
  self: Person | undefined,
  onChangeChoices: ChangeChoices,
): OwnMediaControls {
  const { t } = useTranslation();
  const wanted = useObservable(controls.state);
  const microphoneOn = wanted.microphoneOn && self?.microphone.state !== "stopped";
  const cameraOn = wanted.cameraOn && self?.camera.state !== "stopped";

  const set = (kind: CaptureKind, on: boolean) => {
    onChangeChoices(kind === "microphone" ? { microphoneOn: on } : { cameraOn: on });
    void (kind === "microphone" ? controls.setMicrophone(on) : controls.setCamera(on));
  };
  const toggleAloud = (kind: CaptureKind) => {
    const on = !(kind === "microphone" ? microphoneOn : cameraOn);
    set(kind, on);
    toast(t(`call.said.${kind}.${on ? "on" : "off"}`), { id: `said-${kind}`, duration: 1500 });
  };
  const talk = (act: "unmute" | "mute") => {
    void controls.setMicrophone(act === "unmute");
    if (act === "mute") onChangeChoices({ microphoneOn: false });
    toast(act === "unmute" ? t("stage.talking") : t("stage.talkEnded"), {
      id: "said-microphone",
      duration: act === "unmute" ? Infinity : 1500,
    });
  };
  return { microphoneOn, cameraOn, set, talk, toggleAloud };
}
