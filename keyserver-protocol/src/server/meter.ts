import type { KeyserverErrorCode, ClientMessage } from "../messages/index.ts";

/** Counts what a keyserver does. It is told kinds and numbers, never an id, an address or a content. */
export interface Meter {
  /** A request was answered, after that long. */
  answered(type: ClientMessage["type"], seconds: number): void;
  /** A request, or a message that was none, got an error. */
  refused(code: KeyserverErrorCode): void;
  /** A message came or went. */
  passed(direction: "in" | "out", bytes: number): void;
  /** A client was cut because it did not read or did not answer. */
  cut(): void;
}

/** Counts nothing. */
export const noMeter: Meter = {
  answered: () => undefined,
  refused: () => undefined,
  passed: () => undefined,
  cut: () => undefined,
};
