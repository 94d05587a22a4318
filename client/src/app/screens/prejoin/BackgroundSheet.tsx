import { useTranslation } from "react-i18next";
import { useObservable } from "../../hooks/useObservable.ts";
import type { LocalDevices } from "../../media/LocalDevices.ts";
import type { Background } from "../../state/background.ts";
import { BackgroundChoice } from "../../ui/BackgroundChoice.tsx";
import { DeviceErrorNote } from "../../ui/DeviceErrorNote.tsx";
import { Sheet } from "../../ui/Sheet.tsx";

export interface BackgroundSheetProps {
  readonly devices: LocalDevices;
  readonly background: Background;
  readonly onChoose: (background: Background) => void;
  readonly onClose: () => void;
}

/** The background, before others see it. */
export function BackgroundSheet({ devices, background, onChoose, onClose }: BackgroundSheetProps) {
  const { t } = useTranslation();
  const { camera } = useObservable(devices.state);
  return (
    <Sheet title={t("background.title")} isOpen onClose={onClose} testId="background-sheet">
      <DeviceErrorNote kind="camera" capture={camera} onRetry={() => void devices.open("camera")} />
      <BackgroundChoice background={background} camera={camera.track} onChoose={onChoose} />
    </Sheet>
  );
}
