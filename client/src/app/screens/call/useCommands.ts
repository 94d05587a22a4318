import type { Embedding } from "../../embedding.ts";
import type { OwnMediaControls } from "../../hooks/useOwnMedia.ts";
import type { ScreenShareControls } from "../../hooks/useScreenShare.ts";
import type { StageControls } from "../../hooks/useStage.ts";
import type { Command } from "../../state/shortcuts.ts";
import type { Panel } from "./bar/useBarItems.tsx";
import type { OpenSheet } from "./CallScreen.tsx";
import type { Panels } from "./usePanels.tsx";

export interface CommandInput {
  readonly own: OwnMediaControls;
  readonly share: ScreenShareControls;
  readonly stage: StageControls;
  readonly panels: Panels;
  readonly lowData: { readonly isOn: boolean; readonly set: (on: boolean) => void };
  readonly toggleFullScreen: () => void;
  readonly onSheet: (sheet: OpenSheet) => void;
  readonly embedding: Embedding | undefined;
}

/** What each shortcut does in this call; what is absent has no key. */
export function useCommands(input: CommandInput): Partial<Readonly<Record<Command, () => void>>> {
  const { own, share, stage, panels, lowData, toggleFullScreen, onSheet } = input;
  const offers = (part: Panel | "share" | "hand" | "layout") => input.embedding?.hides(part) !== true;
  const toggle = (panel: Panel) => () => panels.setOpen(panels.open === panel ? undefined : panel);
  return {
    microphone: () => own.toggleAloud("microphone"),
    camera: () => own.toggleAloud("camera"),
    ...(share.isPossible && offers("share") && { share: share.toggle }),
    ...(panels.hasChat && offers("chat") && { chat: toggle("chat") }),
    ...(offers("people") && { people: toggle("people") }),
    ...(offers("hand") && { hand: () => panels.hands.set(!panels.hands.isUp) }),
    ...(offers("layout") && { layout: stage.step }),
    fullScreen: toggleFullScreen,
    filmstrip: stage.toggleStrip,
    lowData: () => lowData.set(!lowData.isOn),
    statistics: () => onSheet("statistics"),
    help: () => onSheet("shortcuts"),
  };
}
