import { useEffect, useRef } from "react";
import { actOf, type Command, type KeyboardPlace, type Keymap } from "../state/shortcuts.ts";
import { followTalk, NOT_TALKING, type TalkEvent } from "../state/talk.ts";

const TYPING = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";
const OPEN_OVERLAY = "[role='dialog'], [role='alertdialog'], [role='menu'], [role='listbox']";
/** What the space bar presses. */
const CONTROL = "button, a, summary, [role='button'], [role='switch'], [role='tab'], [role='checkbox']";

/** Where the keyboard is. */
export function placeOf(target: EventTarget | null): KeyboardPlace {
  if (document.querySelector(OPEN_OVERLAY) !== null) return "dialog";
  if (!(target instanceof Element)) return "page";
  if (target.closest(TYPING) !== null) return "typing";
  return target.closest(CONTROL) === null ? "page" : "control";
}

/** What keys do in a call: commands that are absent do nothing and leave their keys alone. */
export interface KeyboardHands {
  readonly keymap: Keymap;
  readonly commands: Partial<Readonly<Record<Command, () => void>>>;
  readonly onPerson: (number: number) => void;
  readonly onTalk: (act: "unmute" | "mute") => void;
}

/** Runs commands by keyboard while mounted. With `enabled` false no key does anything. */
export function useShortcuts(enabled: boolean, hands: KeyboardHands): void {
  const latest = useRef(hands);
  useEffect(() => {
    latest.current = hands;
  });
  useEffect(() => {
    if (!enabled) return;
    let talk = NOT_TALKING;
    const follow = (event: TalkEvent) => {
      const followed = followTalk(talk, event);
      talk = followed.talk;
      if (followed.act !== "nothing") latest.current.onTalk(followed.act);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const { keymap, commands, onPerson } = latest.current;
      const act = actOf(event, placeOf(event.target), keymap);
      if (act === undefined) return;
      switch (act.type) {
        case "talk":
          // The page would scroll.
          event.preventDefault();
          return follow({ type: "down", isRepeat: act.isRepeat });
        case "person":
          return onPerson(act.number);
        case "command": {
          const run = commands[act.command];
          if (run === undefined) return;
          // Ctrl+D would bookmark the page, Ctrl+E would jump to the address.
          event.preventDefault();
          return run();
        }
      }
    };
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.key === " ") follow({ type: "up" });
    };
    const onAway = () => follow({ type: "away" });
    const onHidden = () => {
      if (document.hidden) onAway();
    };
    addEventListener("keydown", onKeyDown, true);
    addEventListener("keyup", onKeyUp, true);
    addEventListener("blur", onAway);
    document.addEventListener("visibilitychange", onHidden);
    return () => {
      removeEventListener("keydown", onKeyDown, true);
      removeEventListener("keyup", onKeyUp, true);
      removeEventListener("blur", onAway);
      document.removeEventListener("visibilitychange", onHidden);
      // Whoever is talking now would not be heard letting go.
      onAway();
    };
  }, [enabled]);
}
