import { describe, expect, it } from "vitest";
import { type DeviceList, NO_DEVICES } from "../media/deviceList.ts";
import { newDevices, otherDevice } from "./newDevices.ts";

const built = { id: "b", label: "Built-in" };
const headset = { id: "h", label: "Headset" };
const before: DeviceList = { microphones: [built], cameras: [built], speakers: [built] };

describe("new devices", () => {
  it("are told by kind", () => {
    const webcam = { id: "w", label: "Webcam" };
    expect(newDevices(before, { ...before, cameras: [built, webcam] })).toEqual([
      { kind: "camera", device: webcam },
    ]);
  });

  it("are told once where one is microphone and speaker", () => {
    const after = { ...before, microphones: [built, headset], speakers: [built, headset] };
    expect(newDevices(before, after)).toEqual([{ kind: "microphone", device: headset }]);
  });

  it("are none when names become known, ids are renewed, or the default changes", () => {
    expect(newDevices(NO_DEVICES, before)).toEqual([]);
    expect(newDevices(before, { ...before, cameras: [{ id: "renewed", label: "Built-in" }] })).toEqual([]);
    const alias = { id: "default", label: "Default - Headset" };
    expect(newDevices(before, { ...before, microphones: [alias, built] })).toEqual([]);
  });
});

describe("another device to try", () => {
  it("is a real one that is not in use", () => {
    const alias = { id: "default", label: "Default" };
    expect(otherDevice([alias, built, headset], "b")).toBe(headset);
    expect(otherDevice([alias, built], "b")).toBeUndefined();
  });
});
