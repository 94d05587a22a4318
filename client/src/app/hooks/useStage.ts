import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../../sdk/index.ts";
import type { Choices } from "../state/choices.ts";
import { type Layout, layoutOf, shareIdOf } from "../state/stage/layout.ts";
import { nextCorner } from "../state/stage/corner.ts";
import { bringSpeakersIn, EMPTY_STAGE, followStage } from "../state/stage/stage.ts";
import { nextLayout, NO_WISHES, type StageWishes, tileShare, togglePin } from "../state/stage/wishes.ts";
import { toast } from "../ui/toast.ts";
import type { ChangeChoices } from "./useChoices.ts";

/** The stage: what is where, and what the person can do about it. */
export interface StageControls {
  readonly layout: Layout;
  /** Persons' tiles in their order. */
  readonly order: readonly string[];
  readonly wishes: StageWishes;
  /** Whose picture stands for the call where only one fits. */
  readonly speaker: string | undefined;
  readonly shareId: (participantKey: string) => string;
  readonly bringIn: (rest: readonly string[], onScreen: number) => void;
  readonly actions: {
    readonly onPin: (id: string) => void;
    readonly onTileShare: (id: string) => void;
    readonly onHideSelf: () => void;
    readonly onMoveSelf: () => void;
  };
  readonly unpin: () => void;
  /** The next layout, said aloud. */
  readonly step: () => void;
  readonly toggleStrip: () => void;
  /** Makes the person at this place of the order large, or the others again. */
  readonly pinNumber: (number: number) => void;
}

/** Follows the people of a call, and what the person wants to see of them. */
export function useStage(
  people: readonly Person[],
  choices: Choices,
  onChangeChoices: ChangeChoices,
): StageControls {
  const { t } = useTranslation();
  const [before, setMemory] = useState(EMPTY_STAGE);
  const memory = followStage(before, people);
  if (memory !== before) setMemory(memory);
  const [wishes, setWishes] = useState(NO_WISHES);

  const self = people.find(({ isSelf }) => isSelf)?.key;
  const others = memory.order.filter((key) => key !== self);
  // Alone, one sees oneself in any case: an empty page would look like a fault.
  const selfShown = choices.selfView || others.length === 0;
  const layout = layoutOf({
    tiles: selfShown ? memory.order : others,
    self: selfShown ? self : undefined,
    shares: memory.shares,
    tiled: wishes.tiled,
    choice: choices.layout,
    pinned: wishes.pinned,
    speaker: memory.speakers.active,
  });

  const bringIn = useCallback(
    (rest: readonly string[], onScreen: number) =>
      setMemory((latest) => bringSpeakersIn(latest, rest, onScreen, self)),
    [self],
  );
  const nameOf = (key: string) => people.find((person) => person.key === key)?.displayName ?? "";
  const say = (words: string) => toast(words, { id: "said-layout", duration: 1500 });
  const onPin = (id: string) => setWishes((now) => togglePin(now, id));

  return {
    layout,
    order: memory.order,
    wishes,
    speaker: memory.speakers.active ?? others[0],
    shareId: shareIdOf,
    bringIn,
    actions: {
      onPin,
      onTileShare: (id) => setWishes((now) => tileShare(now, id)),
      onHideSelf: () => {
        onChangeChoices({ selfView: false });
        toast(t("stage.selfHidden"));
      },
      onMoveSelf: () => onChangeChoices({ corner: nextCorner(choices.corner) }),
    },
    unpin: () => setWishes((now) => ({ ...now, pinned: undefined })),
    step: () => {
      const next = nextLayout(wishes, choices.layout, memory.shares);
      if (next.type === "wishes") {
        setWishes(next.wishes);
        return;
      }
      onChangeChoices({ layout: next.choice });
      say(t(next.choice === "grid" ? "stage.layout.gridNow" : "stage.layout.speakerNow"));
    },
    toggleStrip: () => {
      setWishes({ ...wishes, stripShown: !wishes.stripShown });
      say(t(wishes.stripShown ? "stage.layout.stripOff" : "stage.layout.stripOn"));
    },
    pinNumber: (number) => {
      const key = number === 0 ? self : others[number - 1];
      if (key === undefined) return;
      const name = nameOf(key);
      say(wishes.pinned === key ? t("stage.unpinned") : t("stage.pinned", { name }));
      onPin(key);
    },
  };
}
