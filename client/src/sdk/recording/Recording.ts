import { SdkError } from "../SdkError.ts";

/** Recording a call on this device. */
export interface RecordingFacet {
  /** The call's policy lets us record. */
  readonly isAllowed: boolean;
  /**
   * Says to everybody, sealed, that we record, or that we do not any more: `Person.recording` has it. It ends by itself
   * when recording is no longer allowed; whoever records watches it, and stops.
   * @throws SdkError `policy/not-allowed`
   */
  announce(on: boolean): void;
}

/** Whether we say that we record. */
export class Recording implements RecordingFacet {
  readonly #mayRecord: () => boolean;
  readonly #changed: () => void;
  #isOn = false;

  constructor(mayRecord: () => boolean, changed: () => void) {
    this.#mayRecord = mayRecord;
    this.#changed = changed;
  }

  get isAllowed(): boolean {
    return this.#mayRecord();
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  announce(on: boolean): void {
    if (on && !this.isAllowed)
      throw new SdkError("policy/not-allowed", "this call may not be recorded by us");
    if (on === this.#isOn) return;
    this.#isOn = on;
    this.#changed();
  }

  /** What is allowed may have changed. */
  policyChanged(): void {
    if (this.#isOn && !this.isAllowed) this.announce(false);
  }
}
