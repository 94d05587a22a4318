import type { Choices } from "../state/choices.ts";
import { deviceErrorKind, type DeviceErrorKind } from "../state/deviceError.ts";
import type { CameraTurn, Facing } from "../state/turnCamera.ts";
import {
  type CaptureKind,
  constraintsFor,
  type Device,
  type DeviceList,
  findRemembered,
  NO_DEVICES,
  sortDevices,
} from "./deviceList.ts";
import { askPermission, type AskPermission } from "./permission.ts";
import { Observable } from "./Observable.ts";
import type { CaptureWishes } from "./ProcessedSource.ts";

/** A microphone or camera of this device. */
export interface Capture {
  readonly status: "off" | "starting" | "on" | "failed";
  readonly track?: MediaStreamTrack;
  /** Why it failed, or what the person should know although it is on. */
  readonly error?: DeviceErrorKind;
}

export interface LocalDevicesState {
  readonly microphone: Capture;
  readonly camera: Capture;
  readonly devices: DeviceList;
  readonly chosen: Pick<Choices, "microphone" | "camera" | "speaker">;
}

/** The part of `navigator.mediaDevices` that is used. */
export type CaptureSource = Pick<
  MediaDevices,
  "getUserMedia" | "enumerateDevices" | "addEventListener" | "removeEventListener"
>;

const OFF: Capture = { status: "off" };

/** Microphone, camera and speaker of this device: opened, closed, chosen and lost. Knows nothing of a call. */
export class LocalDevices {
  readonly state: Observable<LocalDevicesState>;
  readonly #source: CaptureSource | undefined;
  readonly #permission: AskPermission;
  readonly #attempt = { microphone: 0, camera: 0 };
  #facing: Facing | undefined;
  readonly wishes: Readonly<CaptureWishes>;

  /**
   * @param source undefined where the browser gives no access to devices: then everything is "not found"
   * @param wishes what the person wants of each opening; may change in between
   * @param permission tells the browser's refusal from the system's
   */
  constructor(
    source: CaptureSource | undefined,
    chosen: LocalDevicesState["chosen"],
    wishes: Readonly<CaptureWishes>,
    permission: AskPermission = askPermission,
  ) {
    this.#source = source;
    this.#permission = permission;
    this.wishes = wishes;
    this.state = new Observable<LocalDevicesState>({
      microphone: OFF,
      camera: OFF,
      devices: NO_DEVICES,
      chosen,
    });
  }

  /** Notices devices that come and go. Returns the function that ends it. */
  watch(): () => void {
    const onChange = () => void this.#refreshDevices();
    this.#source?.addEventListener("devicechange", onChange);
    return () => this.#source?.removeEventListener("devicechange", onChange);
  }

  /**
   * Opens what is wanted with one question to the person. If that fails, asks for each alone, so that a missing
   * camera does not cost the microphone. Failures show in the state.
   */
  async openBoth(wanted: Readonly<Record<CaptureKind, boolean>>): Promise<void> {
    const kinds = (["microphone", "camera"] as const).filter((kind) => wanted[kind]);
    // At once: whoever joins before there is an answer has them opening.
    const attempts = kinds.map((kind) => ({ kind, attempt: this.#begin(kind) }));
    const isCurrent = (begun: { kind: CaptureKind; attempt: number }) =>
      begun.attempt === this.#attempt[begun.kind];
    await this.#refreshDevices();
    try {
      if (attempts.length === 2 && attempts.every(isCurrent)) {
        const tracks = await this.#ask(kinds);
        for (const { kind, attempt } of attempts) this.#settle(kind, attempt, tracks);
        await this.#refreshDevices();
        return;
      }
    } catch {
      // Each alone.
    }
    for (const begun of attempts) if (isCurrent(begun)) await this.open(begun.kind);
  }

  /** Opens one device and gives its track, or null with the reason in the state. */
  async open(kind: CaptureKind): Promise<MediaStreamTrack | null> {
    const attempt = this.#begin(kind);
    try {
      return this.#settle(kind, attempt, await this.#ask([kind]));
    } catch (error) {
      const reason = deviceErrorKind(error, await this.#permission(kind));
      if (attempt !== this.#attempt[kind]) return null;
      if (reason === "Overconstrained" && this.state.value.chosen[kind] !== undefined) {
        return await this.#openDefault(kind, attempt);
      }
      this.#put(kind, { status: "failed", error: reason });
      return null;
    } finally {
      await this.#refreshDevices();
    }
  }

  /** Closes a device: its light goes out. */
  close(kind: CaptureKind): void {
    this.#attempt[kind]++;
    this.state.value[kind].track?.stop();
    this.#put(kind, OFF);
  }

  /** Chooses a device for the next opening; `undefined` is the system's default. */
  choose(kind: CaptureKind | "speaker", device: Device | undefined): void {
    if (kind === "camera") this.#facing = undefined;
    const { [kind]: _old, ...others } = this.state.value.chosen;
    this.#update({ chosen: device === undefined ? others : { ...others, [kind]: device } });
  }

  /** Turns to the next camera, for the next opening. Which way it looks is not remembered longer than this page. */
  turn(to: CameraTurn): void {
    this.choose("camera", to.to === "device" ? to.device : undefined);
    if (to.to === "facing") this.#facing = to.facing;
  }

  /** Closes microphone and camera. */
  closeBoth(): void {
    this.close("microphone");
    this.close("camera");
  }

  async #openDefault(kind: CaptureKind, attempt: number): Promise<MediaStreamTrack | null> {
    this.choose(kind, undefined);
    try {
      return this.#settle(kind, attempt, await this.#ask([kind]), "Overconstrained");
    } catch (error) {
      const reason = deviceErrorKind(error, await this.#permission(kind));
      if (attempt === this.#attempt[kind]) this.#put(kind, { status: "failed", error: reason });
      return null;
    }
  }

  #begin(kind: CaptureKind): number {
    this.state.value[kind].track?.stop();
    this.#put(kind, { status: "starting" });
    return ++this.#attempt[kind];
  }

  async #ask(kinds: readonly CaptureKind[]): Promise<readonly MediaStreamTrack[]> {
    if (this.#source === undefined) throw new DOMException("no access to devices", "NotFoundError");
    const { devices, chosen } = this.state.value;
    const stream = await this.#source.getUserMedia({
      ...(kinds.includes("microphone")
        ? { audio: constraintsFor("microphone", devices.microphones, chosen.microphone, this.wishes.lowData) }
        : {}),
      ...(kinds.includes("camera")
        ? {
            video: constraintsFor(
              "camera",
              devices.cameras,
              chosen.camera,
              this.wishes.lowData,
              this.#facing,
            ),
          }
        : {}),
    });
    return stream.getTracks();
  }

  #settle(
    kind: CaptureKind,
    attempt: number,
    tracks: readonly MediaStreamTrack[],
    error?: DeviceErrorKind,
  ): MediaStreamTrack | null {
    const track = tracks.find((candidate) => candidate.kind === (kind === "microphone" ? "audio" : "video"));
    if (attempt !== this.#attempt[kind] || track === undefined) {
      // Switched off, or asked anew, while the question was open.
      track?.stop();
      return null;
    }
    track.addEventListener("ended", () => this.#lost(kind, track), { once: true });
    this.#put(kind, { status: "on", track, ...(error === undefined ? {} : { error }) });
    return track;
  }

  /** The browser ended the track: unplugged, or the permission was taken back. */
  #lost(kind: CaptureKind, track: MediaStreamTrack): void {
    if (this.state.value[kind].track !== track) return;
    this.#put(kind, { status: "failed", error: "Ended" });
  }

  async #refreshDevices(): Promise<void> {
    if (this.#source === undefined) return;
    try {
      const devices = sortDevices(await this.#source.enumerateDevices());
      const speaker = this.state.value.chosen.speaker;
      this.#update({ devices });
      if (speaker !== undefined && devices.speakers.length > 0) {
        this.choose("speaker", findRemembered(devices.speakers, speaker));
      }
    } catch {
      this.#update({ devices: NO_DEVICES });
    }
  }

  #put(kind: CaptureKind, capture: Capture): void {
    this.#update({ [kind]: capture });
  }

  #update(change: Partial<LocalDevicesState>): void {
    this.state.set({ ...this.state.value, ...change });
  }
}
