import { useTranslation } from "react-i18next";
import type { ChangeChoices } from "../../hooks/useChoices.ts";
import { useLostDevice } from "../../hooks/useLostDevice.ts";
import { useNewDevices } from "../../hooks/useNewDevices.ts";
import { useObservable } from "../../hooks/useObservable.ts";
import type { CallControls } from "../../media/CallControls.ts";
import type { LocalDevices } from "../../media/LocalDevices.ts";
import type { Background } from "../../state/background.ts";
import type { CameraTurn } from "../../state/turnCamera.ts";
import { toast } from "../../ui/toast.ts";
import type { ChooseDevice } from "./bar/useDeviceMenus.tsx";

export interface DeviceChoice {
  readonly choose: ChooseDevice;
  readonly setLowData: (on: boolean) => void;
  readonly turnCamera: (to: CameraTurn) => void;
  /** What is done to pictures and speech before they are sent. */
  readonly setBackground: (background: Background) => void;
  readonly setNoise: (on: boolean) => void;
}

/** Which devices the call uses: by the person's choice, and when one comes or goes. */
export function useDeviceChoice(
  devices: LocalDevices,
  controls: CallControls,
  onChangeChoices: ChangeChoices,
): DeviceChoice {
  const { t } = useTranslation();
  const { microphone, camera, devices: list } = useObservable(devices.state);

  const choose: ChooseDevice = (kind, device) => {
    devices.choose(kind, device);
    onChangeChoices({ [kind]: device });
    if (kind !== "speaker") void controls.reopen(kind);
  };
  useLostDevice("microphone", microphone, controls);
  useLostDevice("camera", camera, controls);
  useNewDevices(list, ({ kind, device }) => choose(kind, device));

  const setLowData = (on: boolean) => {
    onChangeChoices({ lowData: on });
    toast(on ? t("stage.lowDataOn") : t("stage.lowDataOff"), { id: "said-low-data", duration: 2500 });
    void controls.reopen("camera");
  };
  const setBackground = (background: Background) => {
    onChangeChoices({ background });
    void controls.reopen("camera");
  };
  const setNoise = (noise: boolean) => {
    onChangeChoices({ noise });
    void controls.reopen("microphone");
  };
  const turnCamera = (to: CameraTurn) => {
    if (to.to === "device") return choose("camera", to.device);
    devices.turn(to);
    void controls.reopen("camera");
  };
  return { choose, setLowData, setBackground, setNoise, turnCamera };
}
