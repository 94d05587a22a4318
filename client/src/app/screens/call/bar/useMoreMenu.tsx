import {
  ChartNoAxesColumn,
  Circle,
  Keyboard,
  Link,
  Lock,
  PictureInPicture2,
  QrCode,
  Settings,
  SwitchCamera,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { useObservable } from "../../../hooks/useObservable.ts";
import type { RecordingControls } from "../../../hooks/useRecording.ts";
import type { LocalDevices } from "../../../media/LocalDevices.ts";
import { useServices } from "../../../services.ts";
import { type CameraTurn, nextCamera } from "../../../state/turnCamera.ts";
import type { MenuEntry, MenuGroup } from "../../../ui/GroupMenu.tsx";
import type { OpenSheet } from "../CallScreen.tsx";
import type { PictureInPicture } from "../pip/usePictureInPicture.tsx";

export interface MoreInput {
  readonly devices: LocalDevices;
  readonly recording: RecordingControls;
  readonly pictureInPicture: PictureInPicture;
  readonly onSheet: (sheet: OpenSheet) => void;
  readonly onCopyLink: () => void;
  readonly onTurnCamera: (to: CameraTurn) => void;
}

/** What the menu at the end of the bar holds. */
export function useMoreMenu(input: MoreInput): readonly MenuGroup[] {
  const { devices, recording, pictureInPicture, onSheet, onCopyLink, onTurnCamera } = input;
  const { t } = useTranslation();
  const hidesLink = useServices().embedding?.hides("copy-link") === true;
  const { camera, devices: list } = useObservable(devices.state);
  const open = (sheet: OpenSheet) => () => onSheet(sheet);

  // Front and back of a phone: the next camera is one tap away.
  const next = camera.track && nextCamera(camera.track.getSettings(), list.cameras);

  const now: MenuEntry[] = [
    { id: "copy-link", icon: <Link size={20} />, text: t("link.copy"), onAction: onCopyLink },
  ];
  if (!hidesLink) {
    now.push({ id: "invite", icon: <QrCode size={20} />, text: t("invite.item"), onAction: open("invite") });
  }
  if (next !== undefined) {
    now.push({
      id: "switch-camera",
      icon: <SwitchCamera size={20} />,
      text: t("stage.switchCamera"),
      onAction: () => onTurnCamera(next),
    });
  }
  if (pictureInPicture.isPossible) {
    now.push({
      id: "small-window",
      icon: <PictureInPicture2 size={20} />,
      text: pictureInPicture.isOpen ? t("stage.pip.close") : t("stage.pip.open"),
      onAction: pictureInPicture.toggle,
    });
  }
  if (recording.isPossible) {
    const isOn = recording.since !== undefined;
    now.push({
      id: "record",
      icon: <Circle size={20} fill={isOn ? "currentColor" : "none"} />,
      text: isOn ? t("record.stopItem") : t("record.item"),
      onAction: isOn ? recording.stop : open("record"),
    });
  }
  return [
    { id: "now", kind: "actions", entries: now },
    {
      id: "sheets",
      kind: "actions",
      entries: [
        {
          id: "settings",
          icon: <Settings size={20} />,
          text: t("more.devices"),
          onAction: open("settings"),
        },
        {
          id: "encryption",
          icon: <Lock size={20} />,
          text: t("more.encryption"),
          onAction: open("encryption"),
        },
        {
          id: "statistics",
          icon: <ChartNoAxesColumn size={20} />,
          text: t("more.statistics"),
          onAction: open("statistics"),
        },
        {
          id: "shortcuts",
          icon: <Keyboard size={20} />,
          text: t("more.shortcuts"),
          onAction: open("shortcuts"),
        },
      ],
    },
  ];
}
