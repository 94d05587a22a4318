import type { Device, DeviceList } from "../media/deviceList.ts";

/** A device that was plugged in. */
export interface NewDevice {
  readonly kind: "microphone" | "camera" | "speaker";
  readonly device: Device;
}

/** Stands for the system's choice, under names that change with it. */
const ALIASES = ["default", "communications"];

/**
 * The devices that have come between two looks. The first list with names is no news: before the person allows a device
 * the browser names none. A headset that is several devices is told as its microphone.
 */
export function newDevices(before: DeviceList, after: DeviceList): readonly NewDevice[] {
  const come = (kind: NewDevice["kind"], old: readonly Device[], now: readonly Device[]): NewDevice[] => {
    const isFirstLook = !old.some(({ label }) => label !== "");
    if (isFirstLook) return [];
    return now
      .filter(({ id, label }) => label !== "" && !ALIASES.includes(id))
      .filter(({ id, label }) => !old.some((one) => one.id === id || one.label === label))
      .map((device) => ({ kind, device }));
  };
  const found = [
    ...come("microphone", before.microphones, after.microphones),
    ...come("camera", before.cameras, after.cameras),
    ...come("speaker", before.speakers, after.speakers),
  ];
  const microphones = found.filter(({ kind }) => kind === "microphone").length;
  return found.filter(({ kind }) => kind !== "speaker" || microphones === 0);
}

/** Another device to try instead of one; the real ones only. */
export function otherDevice(devices: readonly Device[], current: string | undefined): Device | undefined {
  return devices.find(({ id, label }) => label !== "" && id !== current && !ALIASES.includes(id));
}
