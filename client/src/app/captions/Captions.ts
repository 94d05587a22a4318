import type { Recognition, RecognitionEvent, RecognitionMaker } from "./onDevice.ts";

/** What is said now, or was said last. */
export interface Caption {
  readonly text: string;
  /** It will not change any more. */
  readonly isFinal: boolean;
}

/** Longest caption, characters: two lines. The end is what counts. */
const LONGEST = 160;
/** Recognition that ends at once, this many times in a row, will not begin. */
const MOST_FAILURES = 3;

/** Turns sound into words, on this device: recognition is only ever started with `processLocally`. */
export class Captions {
  readonly #recognition: Recognition;
  readonly #track: MediaStreamTrack;
  #failures = 0;
  #isOver = false;

  /** `onCaption` is called with each new state of what is said; `onEnd` if the browser gives up. */
  constructor(
    maker: RecognitionMaker,
    language: string,
    track: MediaStreamTrack,
    onCaption: (caption: Caption) => void,
    onEnd: () => void,
  ) {
    this.#track = track;
    this.#recognition = Object.assign(new maker(), {
      lang: language,
      continuous: true,
      interimResults: true,
      processLocally: true,
      onresult: (event: RecognitionEvent) => {
        this.#failures = 0;
        const caption = captionOf(event);
        if (caption.text !== "") onCaption(caption);
      },
      onerror: () => {
        this.#failures += 1;
      },
      // It ends by itself after a while of silence.
      onend: () => {
        if (this.#isOver) return;
        if (this.#failures < MOST_FAILURES) this.#start();
        else onEnd();
      },
    });
    this.#start();
  }

  stop(): void {
    this.#isOver = true;
    this.#recognition.abort();
  }

  #start(): void {
    this.#recognition.start(this.#track);
  }
}

/** The words from the first result that is new, as far as there is room. */
export function captionOf({ resultIndex, results }: RecognitionEvent): Caption {
  const fresh = Array.from(results).slice(resultIndex);
  const text = fresh
    .map((result) => result[0]?.transcript.trim() ?? "")
    .filter((words) => words !== "")
    .join(" ");
  const isFinal = fresh.every((result) => result.isFinal);
  return { text: text.length > LONGEST ? `…${text.slice(1 - LONGEST)}` : text, isFinal };
}
