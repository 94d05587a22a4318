import { useEffect, useRef } from "react";
import { placeOf } from "../../hooks/useShortcuts.ts";
import { type SessionCommand, sessionCommand } from "../state/keys.ts";

/** Runs the commands of a session by keyboard while mounted. With `enabled` false no key does anything. */
export function useSessionKeys(
  enabled: boolean,
  commands: Partial<Readonly<Record<SessionCommand, () => void>>>,
): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => {
    if (!enabled) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const command = sessionCommand(event, placeOf(event.target));
      const run = command && latest.current[command];
      if (run === undefined) return;
      event.preventDefault();
      run();
    };
    addEventListener("keydown", onKeyDown, true);
    return () => removeEventListener("keydown", onKeyDown, true);
  }, [enabled]);
}
