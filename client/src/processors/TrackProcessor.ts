import { SottoError } from "@sotto/shared/codec";

/** Something that stands between a device and what is sent of it. Each is for one track. */
export interface TrackProcessor {
  /**
   * Loads what is needed, from our own origin, and begins. The track given is left as it is.
   * @returns the track to send instead
   * @throws ProcessorError if the browser cannot; nothing is then passed on
   */
  start(track: MediaStreamTrack): Promise<MediaStreamTrack>;
  /** Ends the track that `start` gave, and lets go of everything. */
  stop(): void;
}

/** Why a processor did not begin. */
export class ProcessorError extends SottoError {
  declare readonly code: "processor/unsupported" | "processor/failed";

  constructor(code: ProcessorError["code"], message: string, options?: { cause?: unknown }) {
    super(code, message, options);
    this.name = "ProcessorError";
  }
}
