import { useCallback, useState } from "react";
import { useServices } from "../services.ts";
import { type Choices, loadChoices, saveChoices } from "../state/choices.ts";

export type ChangeChoices = (change: Partial<Choices>) => void;

/** The person's remembered choices, and how to change and remember them. */
export function useChoices(): readonly [Choices, ChangeChoices] {
  const { storage } = useServices();
  const [choices, setChoices] = useState(() => loadChoices(storage));
  const change = useCallback<ChangeChoices>(
    (part) =>
      setChoices((before) => {
        const after = { ...before, ...part };
        saveChoices(storage, after);
        return after;
      }),
    [storage],
  );
  return [choices, change];
}
