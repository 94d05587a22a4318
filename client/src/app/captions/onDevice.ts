/** What a browser hears: the part of `SpeechRecognition` that is used. */
export interface Recognition {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  processLocally: boolean;
  onresult: ((event: RecognitionEvent) => void) | null;
  onend: (() => void) | null;
  onerror: ((event: { readonly error: string }) => void) | null;
  start(track: MediaStreamTrack): void;
  abort(): void;
}

/** What it heard so far; `results` grow, and the last ones may still change. */
export interface RecognitionEvent {
  readonly resultIndex: number;
  readonly results: ArrayLike<{ readonly isFinal: boolean } & ArrayLike<{ readonly transcript: string }>>;
}

/** A browser's constructor of it. Only those that say whether they can do it on the device are asked at all. */
export interface RecognitionMaker {
  new (): Recognition;
  available?(options: {
    readonly langs: readonly string[];
    readonly processLocally: boolean;
  }): Promise<string>;
}

/**
 * How this browser can make captions of a language without sending sound anywhere; undefined if it cannot, or does not
 * say that it does it here. Captions of a service somewhere are never made.
 */
export async function captionMaker(
  browser: { readonly SpeechRecognition?: RecognitionMaker },
  language: string,
): Promise<RecognitionMaker | undefined> {
  const { SpeechRecognition: maker } = browser;
  if (maker?.available === undefined) return undefined;
  try {
    const found = await maker.available({ langs: [language], processLocally: true });
    return found === "available" ? maker : undefined;
  } catch {
    return undefined;
  }
}
