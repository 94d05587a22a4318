import type { TFunction } from "i18next";
import type { ChangeChoices } from "../../../hooks/useChoices.ts";
import type { ScreenShareControls } from "../../../hooks/useScreenShare.ts";
import type { Choices } from "../../../state/choices.ts";
import type { MenuGroup } from "../../../ui/GroupMenu.tsx";
import type { BarInput } from "./useBarItems.tsx";

/** How the call looks: two layouts, and what else may be on the stage. */
export function layoutMenu(t: TFunction, input: BarInput): readonly MenuGroup[] {
  const { stage, choices, onChangeChoices, isFullScreen, onFullScreen } = input;
  return [
    {
      id: "layout",
      title: t("stage.layout.title"),
      kind: "one",
      entries: (["grid", "speaker"] as const).map((layout) => ({
        id: layout,
        text: t(`stage.layout.${layout}`),
        isSelected: choices.layout === layout,
        onAction: () => {
          onChangeChoices({ layout });
          stage.unpin();
        },
      })),
    },
    {
      id: "shown",
      kind: "switches",
      entries: [
        {
          id: "filmstrip",
          text: t("stage.layout.filmstrip"),
          isSelected: stage.wishes.stripShown,
          onAction: stage.toggleStrip,
        },
        {
          id: "self-view",
          text: t("stage.layout.selfView"),
          isSelected: choices.selfView,
          onAction: () => onChangeChoices({ selfView: !choices.selfView }),
        },
        {
          id: "full-screen",
          text: t("stage.layout.fullScreen"),
          isSelected: isFullScreen,
          onAction: onFullScreen,
        },
      ],
    },
  ];
}

/** How a screen is shared, and, while it is, what can be done about it. */
export function shareMenu(
  t: TFunction,
  share: ScreenShareControls,
  { shareMotion, shareSound }: Choices,
  onChangeChoices: ChangeChoices,
): readonly MenuGroup[] {
  const { isPaused } = share;
  return [
    {
      id: "motion",
      title: t("screen.motion.title"),
      kind: "one",
      entries: (["text", "auto", "video"] as const).map((motion) => ({
        id: motion,
        text: t(`screen.motion.${motion}`),
        hint: t(`screen.motion.${motion}Hint`),
        isSelected: shareMotion === motion,
        onAction: () => onChangeChoices({ shareMotion: motion }),
      })),
    },
    {
      id: "sound",
      kind: "switches",
      entries: [
        {
          id: "sound",
          text: t("screen.withSound"),
          hint: t("screen.withSoundHint"),
          isSelected: shareSound,
          onAction: () => onChangeChoices({ shareSound: !shareSound }),
        },
      ],
    },
    {
      id: "now",
      kind: "actions",
      entries: share.isSharing
        ? [
            {
              id: "pause",
              text: isPaused ? t("screen.resume") : t("screen.pause"),
              onAction: () => share.pause(!isPaused),
            },
            { id: "switch", text: t("screen.switch"), onAction: share.start },
            { id: "stop", text: t("screen.stop"), onAction: share.stop },
          ]
        : [],
    },
  ];
}
