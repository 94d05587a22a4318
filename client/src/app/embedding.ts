import type { Call } from "../sdk/index.ts";
import type { OwnMediaControls } from "./hooks/useOwnMedia.ts";
import type { ScreenShareControls } from "./hooks/useScreenShare.ts";
import type { StageControls } from "./hooks/useStage.ts";
import type { CallControls } from "./media/CallControls.ts";
import type { LocalDevices } from "./media/LocalDevices.ts";
import type { Observable } from "./media/Observable.ts";
import type { Panel } from "./screens/call/bar/useBarItems.tsx";
import type { ChooseDevice } from "./screens/call/bar/useDeviceMenus.tsx";
import type { BarSlot } from "./state/bar.ts";
import type { Choices } from "./state/choices.ts";
import type { Ending } from "./state/ending.ts";
import type { MenuGroup } from "./ui/GroupMenu.tsx";

/** What can be left out of a call that is part of another page. The encryption label is not among it. */
export type LeavablePart = BarSlot | "logo" | "copy-link" | "settings" | "participant-count";

/** Sheets of the call screen that another page may open. */
export type SettingsPane = "settings" | "encryption" | "statistics" | "shortcuts";

/** Before and after a call. */
export interface RoomHands {
  readonly devices: LocalDevices;
  readonly inCall: boolean;
  readonly name: string;
  readonly setName: (name: string) => void;
  /** With what is open in the preview, or as it was before. */
  readonly join: () => void;
  readonly leave: () => void;
}

/** What the call screen can do, as its buttons do it. */
export interface ScreenHands {
  readonly own: OwnMediaControls;
  readonly share: ScreenShareControls;
  readonly stage: StageControls;
  readonly panel: Panel | undefined;
  readonly setPanel: (panel: Panel | undefined) => void;
  readonly setHand: (up: boolean) => void;
  readonly setLayout: (layout: Choices["layout"]) => void;
  readonly openSettings: (pane: SettingsPane) => void;
  readonly chooseDevice: ChooseDevice;
}

/** The other page that the app is part of: what it left out, and who passes its wishes on. Absent for the app itself. */
export interface Embedding {
  /** Where no name is asked for: the call begins with the one there is. */
  readonly skipsPrejoin: boolean;
  /** All is loaded and nothing is shown until the other page says that the call begins. */
  readonly waitsToJoin: boolean;
  /** Pictures for people without a camera, as their own pages gave them: `data:` addresses, by participant. */
  readonly pictures: Observable<ReadonlyMap<string, string>>;
  hides(part: LeavablePart): boolean;
  /** Called after each drawing of the room. */
  roomDrawn(hands: RoomHands): void;
  /** Called after each drawing of the call screen. */
  screenDrawn(hands: ScreenHands): void;
  /** A call begins. Returns the function that is called when its screen is gone. */
  callBegan(call: Call, controls: Pick<CallControls, "state">): () => void;
  ended(ending: Ending): void;
}

/** A list without what the other page left out. */
export function withoutHidden<T extends { readonly slot: BarSlot }>(
  items: readonly T[],
  embedding: Embedding | undefined,
): readonly T[] {
  return embedding === undefined ? items : items.filter(({ slot }) => !embedding.hides(slot));
}

/** A menu without what the other page left out. */
export function withoutHiddenEntries(
  groups: readonly MenuGroup[],
  embedding: Embedding | undefined,
): readonly MenuGroup[] {
  if (embedding === undefined) return groups;
  const isLeft = (id: string) => (id === "copy-link" || id === "settings") && embedding.hides(id);
  return groups.map((group) => ({ ...group, entries: group.entries.filter(({ id }) => !isLeft(id)) }));
}
