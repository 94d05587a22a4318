import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../../../../sdk/index.ts";
import type { Volumes } from "../../../hooks/useVolumes.ts";
import { Button } from "../../../ui/Button.tsx";
import { Sheet } from "../../../ui/Sheet.tsx";
import host from "../host/Host.module.css";
import styles from "./VoiceVolume.module.css";

/** Under which name a voice's volume is kept, beside those of shares. */
export function voiceId(participantKey: string): string {
  return `voice ${participantKey}`;
}

/** The dialog with somebody's volume, and how to open it. */
export function useVoiceVolume(
  people: readonly Person[],
  volumes: Volumes,
): { readonly open: (participantKey: string) => void; readonly element: ReactNode } {
  const { t } = useTranslation();
  const [key, setKey] = useState<string>();
  const person = people.find((one) => one.key === key);
  if (person === undefined) return { open: setKey, element: null };
  const { displayName: name } = person;
  const id = voiceId(person.key);
  const volume = volumes.of(id);
  const element = (
    <Sheet title={t("voices.title", { name })} isOpen onClose={() => setKey(undefined)} testId="volume-sheet">
      <div className={host.body}>
        <input
          type="range"
          className={styles.range}
          min={0}
          max={100}
          step={5}
          value={Math.round(volume * 100)}
          onChange={({ target }) => volumes.set(id, Number(target.value) / 100)}
          aria-label={t("voices.label", { name })}
          data-testid="voice-volume"
        />
        <p className={styles.note}>{t("voices.onlyYou", { name })}</p>
        <div className={host.actions}>
          <Button onPress={() => volumes.set(id, volume === 0 ? 1 : 0)} data-testid="mute-for-me">
            {volume === 0 ? t("voices.unmute") : t("voices.mute")}
          </Button>
        </div>
      </div>
    </Sheet>
  );
  return { open: setKey, element };
}
