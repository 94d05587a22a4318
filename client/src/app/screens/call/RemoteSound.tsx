import { Volume2 } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../../../sdk/index.ts";
import { sendToSpeaker } from "../../media/speaker.ts";
import { sharesOf } from "../../state/tiles.ts";
import { Button } from "../../ui/Button.tsx";
import { Hint } from "../../ui/Hint.tsx";

export interface RemoteSoundProps {
  readonly people: readonly Person[];
  readonly speakerId: string | undefined;
  /** How loud somebody's voice is here, 0..1. */
  readonly voiceVolume?: (participantKey: string) => number;
  /** How loud the sound of somebody's shared screen is, 0..1. */
  readonly shareVolume: (participantKey: string) => number;
}

/** Plays everybody's voice and shared sound; asks for a tap where the browser holds sound back. */
export function RemoteSound({ people, speakerId, voiceVolume = () => 1, shareVolume }: RemoteSoundProps) {
  const { t } = useTranslation();
  const [blocked, setBlocked] = useState(false);
  const elements = useRef(new Set<HTMLAudioElement>());

  const register = useCallback((element: HTMLAudioElement) => {
    elements.current.add(element);
    return () => elements.current.delete(element);
  }, []);
  const onBlocked = useCallback(() => setBlocked(true), []);
  const playAll = () => {
    setBlocked(false);
    for (const element of elements.current) play(element, onBlocked);
  };

  return (
    <>
      {people.map(({ key, isSelf, microphone }) =>
        isSelf || microphone.track === undefined || microphone.state === "stopped" ? null : (
          <Sound
            key={key}
            testId="voice"
            personKey={key}
            track={microphone.track}
            volume={voiceVolume(key)}
            {...{ speakerId, register, onBlocked }}
          />
        ),
      )}
      {sharesOf(people).map(({ key, sound }) =>
        sound === undefined ? null : (
          <Sound
            key={`share ${key}`}
            testId="share-sound"
            personKey={key}
            track={sound}
            volume={shareVolume(key)}
            {...{ speakerId, register, onBlocked }}
          />
        ),
      )}
      {blocked ? (
        <Hint text={t("call.soundBlocked")}>
          <Button
            look="primary"
            icon={<Volume2 size={20} aria-hidden="true" />}
            onPress={playAll}
            data-testid="tap-for-sound"
          >
            {t("call.tapForSound")}
          </Button>
        </Hint>
      ) : null}
    </>
  );
}

interface SoundProps {
  readonly testId: "voice" | "share-sound";
  readonly personKey: string;
  readonly track: MediaStreamTrack;
  readonly volume: number;
  readonly speakerId: string | undefined;
  readonly register: (element: HTMLAudioElement) => () => void;
  readonly onBlocked: () => void;
}

function Sound({ testId, personKey, track, volume, speakerId, register, onBlocked }: SoundProps) {
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const element = audio.current;
    if (element === null) return;
    element.srcObject = new MediaStream([track]);
    play(element, onBlocked);
    const unregister = register(element);
    return () => {
      unregister();
      element.srcObject = null;
    };
  }, [track, register, onBlocked]);
  useEffect(() => {
    if (audio.current !== null) audio.current.volume = volume;
  }, [volume]);
  useEffect(() => {
    if (audio.current !== null) void sendToSpeaker(audio.current, speakerId);
  }, [speakerId]);
  return <audio ref={audio} data-testid={testId} data-key={personKey} />;
}

function play(element: HTMLAudioElement, onBlocked: () => void): void {
  element.play().catch((error: unknown) => {
    // Everything else (the element went, the track changed) heals by itself.
    if (error instanceof DOMException && error.name === "NotAllowedError") onBlocked();
  });
}
