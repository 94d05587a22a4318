import { useEffect, useRef } from "react";
import { type Command, commandOf, type KeyboardPlace } from "../state/shortcuts.ts";

const TYPING = "input, textarea, select, [contenteditable]:not([contenteditable='false'])";
const OPEN_OVERLAY = "[role='dialog'], [role='menu'], [role='listbox']";

function placeOf(target: EventTarget | null): KeyboardPlace {
  if (document.querySelector(OPEN_OVERLAY) !== null) return "dialog";
  return target instanceof Element && target.closest(TYPING) !== null ? "typing" : "page";
}

/** Runs commands by keyboard while mounted. With `enabled` false no key does anything. */
export function useShortcuts(enabled: boolean, run: (command: Command) => void): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent) => {
      const command = commandOf(event, placeOf(event.target));
      if (command === undefined) return;
      // Ctrl+D would bookmark the page, Ctrl+E would jump to the address.
      event.preventDefault();
      latest.current(command);
    };
    addEventListener("keydown", onKey, true);
    return () => removeEventListener("keydown", onKey, true);
  }, [enabled]);
}
