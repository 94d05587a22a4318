import type { Call, JoinOptions } from "./Call.ts";
import type { CallError, CallState } from "./callState.ts";
import { SdkError } from "./SdkError.ts";

/** A call that could not even begin: it shows why, and holds nothing. */
export class FailedCall implements Call {
  readonly state: CallState;

  constructor(error: CallError, { microphone, camera }: JoinOptions) {
    this.state = {
      phase: "failed",
      error,
      media: "connecting",
      keys: "ok",
      integrity: "ok",
      encrypted: false,
      people: [],
      linkedDevices: [],
      waiting: [],
      chat: [],
    };
    microphone?.stop();
    camera?.stop();
  }

  subscribe(): () => void {
    return () => undefined;
  }

  on(): () => void {
    return () => undefined;
  }

  async setMicrophone(track: MediaStreamTrack | null): Promise<void> {
    track?.stop();
  }

  async setMicrophoneOn(): Promise<void> {}

  async setCamera(track: MediaStreamTrack | null): Promise<void> {
    track?.stop();
  }

  setHand(): void {}

  async react(): Promise<void> {
    throw new SdkError("call/not-joined", "the call could not begin");
  }

  async leave(): Promise<void> {}
}
