import type { RememberedDevice } from "../state/choices.ts";
import type { Facing } from "../state/turnCamera.ts";

export type CaptureKind = "microphone" | "camera";

/** A device that can be chosen. `label` is empty until the person has allowed one device of its kind. */
export interface Device {
  readonly id: string;
  readonly label: string;
}

/** Everything there is to choose from. */
export interface DeviceList {
  readonly microphones: readonly Device[];
  readonly cameras: readonly Device[];
  readonly speakers: readonly Device[];
}

export const NO_DEVICES: DeviceList = { microphones: [], cameras: [], speakers: [] };

/** Sorts what the browser enumerates. Entries without an id (nothing allowed yet) can not be chosen. */
export function sortDevices(
  infos: readonly Pick<MediaDeviceInfo, "kind" | "deviceId" | "label">[],
): DeviceList {
  const ofKind = (kind: MediaDeviceKind) =>
    infos
      .filter((info) => info.kind === kind && info.deviceId !== "")
      .map((info) => ({ id: info.deviceId, label: info.label }));
  return {
    microphones: ofKind("audioinput"),
    cameras: ofKind("videoinput"),
    speakers: ofKind("audiooutput"),
  };
}

/** Finds a remembered device: by id, else by its label, because browsers renew ids. */
export function findRemembered(devices: readonly Device[], remembered: RememberedDevice): Device | undefined {
  return (
    devices.find((device) => device.id === remembered.id) ??
    devices.find((device) => device.label !== "" && device.label === remembered.label)
  );
}

/** What a camera is asked for, and what where data is dear. */
const LARGE: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 30 },
};
const SMALL: MediaTrackConstraints = {
  width: { ideal: 480 },
  height: { ideal: 270 },
  frameRate: { ideal: 15, max: 15 },
};

/**
 * What to ask the browser for: exactly the chosen device, so that it never falls to another one unseen. A device
 * that is known not to be here is asked for all the same: the refusal is what the person gets told.
 */
export function constraintsFor(
  kind: CaptureKind,
  devices: readonly Device[],
  chosen: RememberedDevice | undefined,
  lowData: boolean,
  facing?: Facing,
): MediaTrackConstraints {
  const id = chosen === undefined ? undefined : (findRemembered(devices, chosen)?.id ?? chosen.id);
  const exact = id === undefined || id === "" ? {} : { deviceId: { exact: id } };
  return kind === "microphone"
    ? { ...exact, echoCancellation: true, noiseSuppression: true, autoGainControl: true }
    : {
        ...exact,
        ...(facing !== undefined && { facingMode: { ideal: facing } }),
        ...(lowData ? SMALL : LARGE),
      };
}
