import type { Call } from "../../sdk/index.ts";
import type { LocalDevices } from "./LocalDevices.ts";
import { Observable } from "./Observable.ts";

/** What the person wants of their own microphone and camera in a call. */
export interface OwnMedia {
  readonly microphoneOn: boolean;
  readonly cameraOn: boolean;
}

/**
 * The person's hand on their own microphone and camera in a call. The state is theirs alone: neither a reconnect nor a
 * server ever opens a microphone or camera.
 */
export class CallControls {
  readonly state: Observable<OwnMedia>;
  readonly #call: Pick<Call, "setMicrophone" | "setMicrophoneOn" | "setCamera">;
  readonly #devices: LocalDevices;

  constructor(call: Pick<Call, "setMicrophone" | "setMicrophoneOn" | "setCamera">, devices: LocalDevices) {
    this.#call = call;
    this.#devices = devices;
    const { microphone, camera } = devices.state.value;
    this.state = new Observable<OwnMedia>({
      microphoneOn: microphone.status === "on",
      cameraOn: camera.status === "on",
    });
  }

  /** Mutes at once, or unmutes: opens the microphone if it is not open. */
  async setMicrophone(on: boolean): Promise<void> {
    this.#put({ microphoneOn: on });
    if (!on) return this.#call.setMicrophoneOn(false);
    if (this.#devices.state.value.microphone.track?.readyState !== "live") await this.#openMicrophone();
    else await this.#call.setMicrophoneOn(true);
  }

  /** Opens the camera, or closes it so that its light goes out. */
  async setCamera(on: boolean): Promise<void> {
    this.#put({ cameraOn: on });
    if (!on) {
      this.#devices.close("camera");
      return this.#call.setCamera(null);
    }
    const track = await this.#devices.open("camera");
    if (track === null)
      return this.#put({ cameraOn: this.#devices.state.value.camera.status === "starting" });
    await this.#call.setCamera(track);
  }

  /** After another device was chosen: opens it in place of the old one, unless that kind is off. */
  async reopen(kind: "microphone" | "camera"): Promise<void> {
    if (kind === "camera") return this.state.value.cameraOn ? this.setCamera(true) : undefined;
    if (!this.state.value.microphoneOn) {
      this.#devices.close("microphone");
      return this.#call.setMicrophone(null);
    }
    await this.#openMicrophone();
  }

  /** The device was unplugged or its permission taken back. */
  async lost(kind: "microphone" | "camera"): Promise<void> {
    if (kind === "camera") {
      this.#put({ cameraOn: false });
      return this.#call.setCamera(null);
    }
    this.#put({ microphoneOn: false });
    await this.#call.setMicrophoneOn(false);
    await this.#call.setMicrophone(null);
  }

  async #openMicrophone(): Promise<void> {
    const track = await this.#devices.open("microphone");
    if (track === null) return this.#put({ microphoneOn: false });
    // Muted while the microphone was opening: what was wanted last counts, and nothing is sent in between.
    if (!this.#wantsMicrophone()) return this.#devices.close("microphone");
    await this.#call.setMicrophone(track);
    if (this.#wantsMicrophone()) await this.#call.setMicrophoneOn(true);
  }

  #wantsMicrophone(): boolean {
    return this.state.value.microphoneOn;
  }

  #put(change: Partial<OwnMedia>): void {
    this.state.set({ ...this.state.value, ...change });
  }
}
