import type { Method, SfuErrorCode } from "@sotto/shared/signalling";

/** What may become of a data message. */
export type DataOutcome = "passed" | "refused" | "cut" | "lost";

/** Who is cut for what: who reads no signalling, reads no data channel, or sends more media than is allowed. */
export type Cut = "signalling" | "data" | "upload";

/** Counts what an SFU does. It is told kinds and numbers, never an id, an address or a content. */
export interface Meter {
  /** A request was answered, after that long. */
  answered(method: Method, seconds: number): void;
  /** A request got an error. */
  refused(code: SfuErrorCode): void;
  cut(what: Cut): void;
  data(outcome: DataOutcome): void;
  /** Media passed since the last time. */
  media(direction: "in" | "out", bytes: number): void;
  workerDied(): void;
}

/** Counts nothing. */
export const noMeter: Meter = {
  answered: () => undefined,
  refused: () => undefined,
  cut: () => undefined,
  data: () => undefined,
  media: () => undefined,
  workerDied: () => undefined,
};
