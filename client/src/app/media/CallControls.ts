import type { Call } from "../../sdk/index.ts";
import type { CaptureKind } from "./deviceList.ts";
import type { LocalDevices } from "./LocalDevices.ts";
import { Observable } from "./Observable.ts";

/** What the person wants of their own microphone and camera in a call. */
export interface OwnMedia {
  readonly microphoneOn: boolean;
  readonly cameraOn: boolean;
}

type MediaCall = Pick<Call, "setMicrophone" | "setMicrophoneOn" | "setCamera">;

/**
 * The person's hand on their own microphone and camera in a call. The state is theirs alone: neither a reconnect nor a
 * server ever opens a microphone or camera.
 */
export class CallControls {
  readonly state: Observable<OwnMedia>;
  readonly #call: MediaCall;
  readonly #devices: LocalDevices;

  /** @param call has been given the tracks that are open by now */
  constructor(call: MediaCall, devices: LocalDevices) {
    this.#call = call;
    this.#devices = devices;
    this.state = new Observable<OwnMedia>({
      microphoneOn: this.#isOpenOrOpening("microphone"),
      cameraOn: this.#isOpenOrOpening("camera"),
    });
  }

  /** Hands over what was still opening when the person joined: joining does not wait for devices. */
  async adoptOpening(): Promise<void> {
    await Promise.all(
      (["microphone", "camera"] as const).map(async (kind) => {
        if (this.#devices.state.value[kind].status !== "starting") return;
        const settled = await this.#devices.state.until((state) => state[kind].status !== "starting");
        await this.#handOver(kind, settled[kind].track ?? null);
      }),
    );
  }

  /** Mutes at once, or unmutes: opens the microphone if it is not open. */
  async setMicrophone(on: boolean): Promise<void> {
    this.#put({ microphoneOn: on });
    if (!on) return this.#call.setMicrophoneOn(false);
    const { microphone } = this.#devices.state.value;
    if (microphone.track?.readyState === "live") return this.#call.setMicrophoneOn(true);
    await this.#handOver("microphone", await this.#devices.open("microphone"));
  }

  /** Opens the camera, or closes it so that its light goes out. */
  async setCamera(on: boolean): Promise<void> {
    this.#put({ cameraOn: on });
    if (on) return this.#handOver("camera", await this.#devices.open("camera"));
    this.#devices.close("camera");
    await this.#call.setCamera(null);
  }

  /** After another device was chosen: opens it in place of the old one, unless that kind is off. */
  async reopen(kind: CaptureKind): Promise<void> {
    if (kind === "camera") return this.state.value.cameraOn ? this.setCamera(true) : undefined;
    if (this.state.value.microphoneOn) {
      return this.#handOver("microphone", await this.#devices.open("microphone"));
    }
    this.#devices.close("microphone");
    await this.#call.setMicrophone(null);
  }

  /** The device was unplugged or its permission taken back. */
  async lost(kind: CaptureKind): Promise<void> {
    if (kind === "camera") {
      this.#put({ cameraOn: false });
      return this.#call.setCamera(null);
    }
    this.#put({ microphoneOn: false });
    await this.#call.setMicrophoneOn(false);
    await this.#call.setMicrophone(null);
  }

  /** Gives an opened device to the call. `null`: it failed, or was closed or opened anew while it was opening. */
  async #handOver(kind: CaptureKind, track: MediaStreamTrack | null): Promise<void> {
    if (track === null) {
      const on = this.#isOpenOrOpening(kind);
      return this.#put(kind === "microphone" ? { microphoneOn: on } : { cameraOn: on });
    }
    if (kind === "camera") return this.#call.setCamera(track);
    // Muted while the microphone was opening: what was wanted last counts, and nothing is sent in between.
    if (!this.#wantsMicrophone()) return this.#devices.close("microphone");
    await this.#call.setMicrophone(track);
    if (this.#wantsMicrophone()) await this.#call.setMicrophoneOn(true);
  }

  #isOpenOrOpening(kind: CaptureKind): boolean {
    const { status } = this.#devices.state.value[kind];
    return status === "on" || status === "starting";
  }

  #wantsMicrophone(): boolean {
    return this.state.value.microphoneOn;
  }

  #put(change: Partial<OwnMedia>): void {
    this.state.set({ ...this.state.value, ...change });
  }
}
