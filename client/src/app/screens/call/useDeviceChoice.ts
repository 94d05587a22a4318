import { useTranslation } from "react-i18next";
import type { ChangeChoices } from "../../hooks/useChoices.ts";
import { useLostDevice } from "../../hooks/useLostDevice.ts";
import { useNewDevices } from "../../hooks/useNewDevices.ts";
import { useObservable } from "../../hooks/useObservable.ts";
import type { CallControls } from "../../media/CallControls.ts";
import type { LocalDevices } from "../../media/LocalDevices.ts";
import { toast } from "../../ui/toast.ts";
import type { ChooseDevice } from "./bar/useDeviceMenus.tsx";

export interface DeviceChoice {
  readonly choose: ChooseDevice;
  readonly setLowData: (on: boolean) => void;
  /** What is done to pictures or speech before they are sent. */
  readonly setEffect: (effect: "blur" | "noise", on: boolean) => void;
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
  const setEffect = (effect: "blur" | "noise", on: boolean) => {
    onChangeChoices({ [effect]: on });
    void controls.reopen(effect === "blur" ? "camera" : "microphone");
  };
  return { choose, setLowData, setEffect };
}
