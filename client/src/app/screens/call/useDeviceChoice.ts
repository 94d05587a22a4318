import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { ChangeChoices } from "../../hooks/useChoices.ts";
import { useLostDevice } from "../../hooks/useLostDevice.ts";
import { useNewDevices } from "../../hooks/useNewDevices.ts";
import { useObservable } from "../../hooks/useObservable.ts";
import type { CallControls } from "../../media/CallControls.ts";
import type { LocalDevices } from "../../media/LocalDevices.ts";
import type { Choices } from "../../state/choices.ts";
import { toast } from "../../ui/toast.ts";
import type { ChooseDevice } from "./bar/useDeviceMenus.tsx";

/** Which devices the call uses: by the person's choice, and when one comes or goes. */
export function useDeviceChoice(
  devices: LocalDevices,
  controls: CallControls,
  choices: Choices,
  onChangeChoices: ChangeChoices,
): { readonly choose: ChooseDevice; readonly setLowData: (on: boolean) => void } {
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

  useEffect(() => {
    devices.lowData = choices.lowData;
  }, [devices, choices.lowData]);
  const setLowData = (on: boolean) => {
    devices.lowData = on;
    onChangeChoices({ lowData: on });
    toast(on ? t("stage.lowDataOn") : t("stage.lowDataOff"), { id: "said-low-data", duration: 2500 });
    void controls.reopen("camera");
  };
  return { choose, setLowData };
}
