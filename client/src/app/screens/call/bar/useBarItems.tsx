import {
  Hand,
  LayoutGrid,
  MessageSquare,
  Mic,
  MicOff,
  PhoneOff,
  ScreenShare,
  ScreenShareOff,
  Users,
  Video,
  VideoOff,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ChangeChoices } from "../../../hooks/useChoices.ts";
import type { OwnMediaControls } from "../../../hooks/useOwnMedia.ts";
import type { ScreenShareControls } from "../../../hooks/useScreenShare.ts";
import { useShortcutHint } from "../../../hooks/useShortcutHint.ts";
import type { StageControls } from "../../../hooks/useStage.ts";
import type { LocalDevices } from "../../../media/LocalDevices.ts";
import type { Choices } from "../../../state/choices.ts";
import type { MenuGroup } from "../../../ui/GroupMenu.tsx";
import type { BarItem } from "./BarButton.tsx";
import { layoutMenu, shareMenu } from "./menus.ts";
import { type ChooseDevice, useDeviceMenus } from "./useDeviceMenus.tsx";

/** A panel beside the stage. */
export type Panel = "people" | "chat";

export interface BarInput {
  readonly own: OwnMediaControls;
  readonly share: ScreenShareControls;
  readonly stage: StageControls;
  readonly devices: LocalDevices;
  readonly choices: Choices;
  readonly onChangeChoices: ChangeChoices;
  readonly onChooseDevice: ChooseDevice;
  readonly isFullScreen: boolean;
  readonly onFullScreen: () => void;
  readonly panel: Panel | undefined;
  readonly onPanel: (panel: Panel | undefined) => void;
  readonly peopleCount: number;
  /** Whether the number of people stands at their button. */
  readonly countsPeople: boolean;
  readonly unread: number;
  readonly hasChat: boolean;
  readonly hand: { readonly isUp: boolean; readonly set: (up: boolean) => void };
  /** Absent where there is no way to the settings. */
  readonly onSettings?: () => void;
  readonly onLeave: () => void;
}

/** The buttons of a call, but for the reactions and the menu. */
export function useBarItems(input: BarInput): readonly BarItem[] {
  const { own, share, panel, onPanel, peopleCount, unread, hand, choices } = input;
  const { t } = useTranslation();
  const hint = useShortcutHint(choices);
  const deviceMenus = useDeviceMenus(input.devices, input.onChooseDevice, input.onSettings);
  const panelToggle = (name: Panel) => (open: boolean) => onPanel(open ? name : undefined);

  const items: BarItem[] = [
    {
      slot: "microphone",
      kind: "toggle",
      label: t("devices.microphone"),
      caption: t("stage.bar.microphone"),
      hint: hint(own.microphoneOn ? t("call.micOff") : t("call.micOn"), "microphone"),
      icon: own.microphoneOn ? <Mic /> : <MicOff />,
      testId: "mic-toggle",
      isOn: own.microphoneOn,
      look: own.microphoneOn ? "plain" : "off",
      onChange: (on) => own.set("microphone", on),
      menu: { label: t("stage.microphoneMenu"), groups: deviceMenus.microphone },
    },
    {
      slot: "camera",
      kind: "toggle",
      label: t("devices.camera"),
      caption: t("stage.bar.camera"),
      hint: hint(own.cameraOn ? t("call.cameraOff") : t("call.cameraOn"), "camera"),
      icon: own.cameraOn ? <Video /> : <VideoOff />,
      testId: "camera-toggle",
      isOn: own.cameraOn,
      look: own.cameraOn ? "plain" : "off",
      onChange: (on) => own.set("camera", on),
      menu: { label: t("stage.cameraMenu"), groups: deviceMenus.camera },
    },
    {
      slot: "hand",
      kind: "toggle",
      label: t("hands.raise"),
      caption: t("hands.short"),
      hint: hint(hand.isUp ? t("hands.lower") : t("hands.raise"), "hand"),
      icon: <Hand />,
      testId: "hand-toggle",
      isOn: hand.isUp,
      look: "live",
      onChange: hand.set,
    },
    {
      slot: "layout",
      kind: "menu",
      label: t("stage.layout.title"),
      caption: t("stage.bar.layout"),
      hint: hint(t("stage.layout.title"), "layout"),
      icon: <LayoutGrid />,
      testId: "layout-button",
      groups: layoutMenu(t, input),
    },
    {
      slot: "people",
      kind: "toggle",
      label: input.countsPeople
        ? `${t("stage.bar.people")}: ${t("people.count", { count: peopleCount })}`
        : t("stage.bar.people"),
      caption: t("stage.bar.people"),
      hint: hint(t("call.people"), "people"),
      icon: <Users />,
      testId: "people-toggle",
      ...(input.countsPeople && { count: peopleCount }),
      isOn: panel === "people",
      look: "open",
      onChange: panelToggle("people"),
    },
    {
      slot: "leave",
      kind: "button",
      label: t("call.leave"),
      caption: t("stage.bar.leave"),
      hint: t("call.leave"),
      icon: <PhoneOff />,
      testId: "leave-button",
      look: "danger",
      onPress: input.onLeave,
    },
  ];
  if (share.isPossible) {
    const groups: readonly MenuGroup[] = shareMenu(t, share, choices, input.onChangeChoices);
    items.push({
      slot: "share",
      kind: "toggle",
      label: t("screen.share"),
      caption: t("stage.bar.share"),
      hint: hint(share.isSharing ? t("screen.stop") : t("screen.start"), "share"),
      icon: share.isSharing ? <ScreenShareOff /> : <ScreenShare />,
      testId: "share-toggle",
      isOn: share.isSharing,
      look: "live",
      onChange: share.toggle,
      menu: { label: t("stage.shareMenu"), groups },
    });
  }
  if (input.hasChat) {
    items.push({
      slot: "chat",
      kind: "toggle",
      label: unread === 0 ? t("chat.open") : t("chat.unread", { count: unread }),
      caption: t("chat.title"),
      hint: hint(t("chat.open"), "chat"),
      icon: <MessageSquare />,
      testId: "chat-toggle",
      count: unread,
      isOn: panel === "chat",
      look: "open",
      onChange: panelToggle("chat"),
    });
  }
  return items;
}
