import { describe, expect, it } from "vitest";
import { constraintsFor, findRemembered, sortDevices } from "./deviceList.ts";

describe("device list", () => {
  it("sorts by kind and drops what cannot be chosen", () => {
    const list = sortDevices([
      { kind: "audioinput", deviceId: "", label: "" },
      { kind: "audioinput", deviceId: "m", label: "Mic" },
      { kind: "videoinput", deviceId: "c", label: "" },
      { kind: "audiooutput", deviceId: "s", label: "Speaker" },
    ]);
    expect(list.microphones).toEqual([{ id: "m", label: "Mic" }]);
    expect(list.cameras).toEqual([{ id: "c", label: "" }]);
    expect(list.speakers).toEqual([{ id: "s", label: "Speaker" }]);
  });

  it("finds a device again by its label when the browser renewed ids, but never by an empty one", () => {
    const devices = [
      { id: "new", label: "Headset" },
      { id: "x", label: "" },
    ];
    expect(findRemembered(devices, { id: "old", label: "Headset" })?.id).toBe("new");
    expect(findRemembered(devices, { id: "old", label: "" })).toBeUndefined();
  });

  it("asks for the found device exactly, and for any when none was chosen", () => {
    const devices = [{ id: "new", label: "Headset" }];
    const chosen = { id: "old", label: "Headset" };
    expect(constraintsFor("microphone", devices, chosen, false).deviceId).toEqual({ exact: "new" });
    expect(constraintsFor("microphone", [], chosen, false).deviceId).toEqual({ exact: "old" });
    expect(constraintsFor("camera", devices, undefined, false).deviceId).toBeUndefined();
  });
});
