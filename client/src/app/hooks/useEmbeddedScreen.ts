import { useEffect } from "react";
import type { Embedding, SettingsPane } from "../embedding.ts";
import type { ChooseDevice } from "../screens/call/bar/useDeviceMenus.tsx";
import type { Panels } from "../screens/call/usePanels.tsx";
import { useServices } from "../services.ts";
import type { ChangeChoices } from "./useChoices.ts";
import type { OwnMediaControls } from "./useOwnMedia.ts";
import type { ScreenShareControls } from "./useScreenShare.ts";
import type { StageControls } from "./useStage.ts";

export interface EmbeddedScreenInput {
  readonly own: OwnMediaControls;
  readonly share: ScreenShareControls;
  readonly stage: StageControls;
  readonly panels: Panels;
  readonly onChangeChoices: ChangeChoices;
  readonly onSettings: (pane: SettingsPane) => void;
  readonly onChooseDevice: ChooseDevice;
}

/** Lets the page that the call is part of do what the call's buttons do. Returns that page, if there is one. */
export function useEmbeddedScreen(input: EmbeddedScreenInput): Embedding | undefined {
  const { embedding } = useServices();
  useEffect(() => {
    const { own, share, stage, panels } = input;
    embedding?.screenDrawn({
      ...{ own, share, stage },
      panel: panels.open,
      setPanel: panels.setOpen,
      setHand: panels.hands.set,
      setLayout: (layout) => input.onChangeChoices({ layout }),
      openSettings: input.onSettings,
      chooseDevice: input.onChooseDevice,
    });
  });
  return embedding;
}
