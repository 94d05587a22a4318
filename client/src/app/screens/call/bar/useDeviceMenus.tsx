import { Settings } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useObservable } from "../../../hooks/useObservable.ts";
import type { CaptureKind, Device } from "../../../media/deviceList.ts";
import type { LocalDevices } from "../../../media/LocalDevices.ts";
import { canChooseSpeaker } from "../../../media/speaker.ts";
import type { MenuGroup } from "../../../ui/GroupMenu.tsx";

/** Stands for the system's default among device ids. */
const DEFAULT = "default";

export type ChooseDevice = (kind: CaptureKind | "speaker", device: Device | undefined) => void;

/** The menus of the ▾ halves: which microphone and speaker, which camera. */
export function useDeviceMenus(
  devices: LocalDevices,
  choose: ChooseDevice,
  onSettings?: () => void,
): Readonly<Record<CaptureKind, readonly MenuGroup[]>> {
  const { t } = useTranslation();
  const { devices: list, chosen } = useObservable(devices.state);

  const group = (
    kind: CaptureKind | "speaker",
    found: readonly Device[],
    unnamed: (number: number) => string,
  ): MenuGroup => {
    const real = found.filter(({ id }) => id !== DEFAULT);
    const current = real.find(({ id }) => id === chosen[kind]?.id);
    const entry = (device: Device | undefined, text: string) => ({
      id: `${kind}-${device?.id ?? DEFAULT}`,
      text,
      isSelected: device === current,
      onAction: () => choose(kind, device),
    });
    return {
      id: kind,
      title: t(`devices.${kind}`),
      kind: "one",
      entries: [
        entry(undefined, t("devices.systemDefault")),
        ...real.map((device, index) => entry(device, device.label || unnamed(index + 1))),
      ],
    };
  };
  const settings: MenuGroup = {
    id: "settings",
    kind: "actions",
    entries:
      onSettings === undefined
        ? []
        : [
            {
              ...{ id: "settings", icon: <Settings size={18} />, text: t("stage.moreSettings") },
              onAction: onSettings,
            },
          ],
  };
  const speakers = canChooseSpeaker()
    ? [group("speaker", list.speakers, (number) => t("devices.unnamedSpeaker", { number }))]
    : [];
  return {
    microphone: [
      group("microphone", list.microphones, (number) => t("devices.unnamedMicrophone", { number })),
      ...speakers,
      settings,
    ],
    camera: [group("camera", list.cameras, (number) => t("devices.unnamedCamera", { number })), settings],
  };
}
