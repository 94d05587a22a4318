import { Mic, Video, Volume2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useObservable } from "../hooks/useObservable.ts";
import type { CaptureKind, Device } from "../media/deviceList.ts";
import type { LocalDevices } from "../media/LocalDevices.ts";
import { canChooseSpeaker, playTestSound } from "../media/speaker.ts";
import { Button } from "./Button.tsx";
import styles from "./DevicePickers.module.css";
import { Picker } from "./Picker.tsx";

/** Stands for the system's default among device ids. */
const DEFAULT = "default";

export interface DevicePickersProps {
  readonly devices: LocalDevices;
  /** After a choice is noted: opens the device, remembers it. */
  readonly onChosen: (kind: CaptureKind | "speaker", device: Device | undefined) => void;
}

/** Pickers for microphone, camera and, where the browser allows it, speaker. */
export function DevicePickers({ devices, onChosen }: DevicePickersProps) {
  const { t } = useTranslation();
  const { devices: list, chosen } = useObservable(devices.state);

  const picker = (
    kind: CaptureKind | "speaker",
    found: readonly Device[],
    unnamed: (number: number) => string,
  ) => {
    const real = found.filter((device) => device.id !== DEFAULT);
    const selected = real.some((device) => device.id === chosen[kind]?.id) ? chosen[kind]?.id : DEFAULT;
    const Icon = { microphone: Mic, camera: Video, speaker: Volume2 }[kind];
    return (
      <Picker
        label={t(`devices.${kind}`)}
        icon={<Icon size={18} aria-hidden="true" />}
        testId={`${kind}-select`}
        selected={selected ?? DEFAULT}
        options={[
          { id: DEFAULT, label: t("devices.systemDefault") },
          ...real.map((device, index) => ({ id: device.id, label: device.label || unnamed(index + 1) })),
        ]}
        onSelect={(id) => {
          const device = real.find((candidate) => candidate.id === id);
          devices.choose(kind, device);
          onChosen(kind, device);
        }}
      />
    );
  };

  return (
    <div className={styles.pickers}>
      {picker("microphone", list.microphones, (number) => t("devices.unnamedMicrophone", { number }))}
      {picker("camera", list.cameras, (number) => t("devices.unnamedCamera", { number }))}
      {canChooseSpeaker()
        ? picker("speaker", list.speakers, (number) => t("devices.unnamedSpeaker", { number }))
        : null}
      <Button
        look="quiet"
        icon={<Volume2 size={18} aria-hidden="true" />}
        onPress={() => void playTestSound(chosen.speaker?.id)}
        data-testid="speaker-test"
      >
        {t("devices.testSpeaker")}
      </Button>
    </div>
  );
}
