import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Person } from "../../sdk/index.ts";
import {
  type Caption,
  captionMaker,
  Captions,
  MixedVoices,
  type RecognitionMaker,
} from "../captions/index.ts";

/** How long the last words stay, ms. */
const STAYS_MS = 5_000;

/** Captions of what the others say, for this person alone. */
export interface CaptionControls {
  /** This browser makes them on the device; undefined while it is being asked. */
  readonly isPossible: boolean | undefined;
  readonly caption: Caption | undefined;
}

/** Asks the browser, and makes captions while they are wanted. */
export function useCaptions(isWanted: boolean, people: readonly Person[]): CaptionControls {
  const { i18n } = useTranslation();
  const { language } = i18n;
  const [maker, setMaker] = useState<{ readonly found: RecognitionMaker | undefined }>();
  const [voices, setVoices] = useState<MixedVoices>();
  const [caption, setCaption] = useState<Caption>();

  useEffect(() => {
    let isGone = false;
    const browser = globalThis as { SpeechRecognition?: RecognitionMaker };
    void captionMaker(browser, language).then((found) => {
      if (!isGone) setMaker({ found });
    });
    return () => {
      isGone = true;
    };
  }, [language]);

  const found = maker?.found;
  useEffect(() => {
    if (!isWanted || found === undefined) return;
    const mixed = new MixedVoices();
    const captions = new Captions(found, language, mixed.track, setCaption, () =>
      setMaker({ found: undefined }),
    );
    setVoices(mixed);
    return () => {
      captions.stop();
      mixed.close();
      setVoices(undefined);
      setCaption(undefined);
    };
  }, [isWanted, found, language]);

  useEffect(() => {
    voices?.show(
      people.flatMap(({ isSelf, microphone: { track } }) => (isSelf || track === undefined ? [] : [track])),
    );
  }, [voices, people]);

  useEffect(() => {
    if (caption === undefined) return;
    const timer = setTimeout(() => setCaption(undefined), STAYS_MS);
    return () => clearTimeout(timer);
  }, [caption]);
  return { isPossible: maker && found !== undefined, caption };
}
