import { describe, expect, it, vi } from "vitest";
import { FakeDevices, NO_WISHES } from "../fixtures/FakeDevices.ts";
import { LocalDevices } from "./LocalDevices.ts";

const BOTH = { microphone: true, camera: true };

function setUp(answer?: FakeDevices["answer"]) {
  const source = new FakeDevices();
  source.answer = answer;
  return { source, devices: new LocalDevices(source, {}, NO_WISHES) };
}

describe("local devices", () => {
  it("ask once for both", async () => {
    const { source, devices } = setUp(() => "allow");
    await devices.openBoth(BOTH);
    expect(source.questions).toHaveLength(1);
    expect(devices.state.value).toMatchObject({ microphone: { status: "on" }, camera: { status: "on" } });
  });

  it("are opening from the first moment, so that whoever joins at once joins with them", async () => {
    const { devices } = setUp(() => "allow");
    const opened = devices.openBoth(BOTH);
    expect(devices.state.value).toMatchObject({
      microphone: { status: "starting" },
      camera: { status: "starting" },
    });
    await opened;
    expect(devices.state.value).toMatchObject({ microphone: { status: "on" }, camera: { status: "on" } });
  });

  it("are not asked for when they were switched off before the question", async () => {
    const { source, devices } = setUp(() => "allow");
    const opened = devices.openBoth(BOTH);
    devices.close("camera");
    await opened;
    expect(source.questions.map(({ constraints }) => Object.keys(constraints))).toEqual([["audio"]]);
    expect(devices.state.value).toMatchObject({ microphone: { status: "on" }, camera: { status: "off" } });
  });

  it("ask separately after a joint failure, so that a missing camera does not cost the microphone", async () => {
    const { source, devices } = setUp((asked) => (asked.video === undefined ? "allow" : "NotFoundError"));
    await devices.openBoth(BOTH);
    expect(source.questions).toHaveLength(3);
    expect(devices.state.value.microphone.status).toBe("on");
    expect(devices.state.value.camera).toEqual({ status: "failed", error: "NotFound" });
  });

  it("tell a refusal by the system from one by the browser", async () => {
    for (const [permission, error] of [
      ["granted", "SystemBlocked"],
      ["denied", "NotAllowed"],
      [undefined, "NotAllowed"],
    ] as const) {
      const source = new FakeDevices();
      source.answer = () => "NotAllowedError";
      const devices = new LocalDevices(source, {}, NO_WISHES, async () => permission);
      await devices.open("microphone");
      expect(devices.state.value.microphone).toEqual({ status: "failed", error });
    }
  });

  it("ask for nothing that is not wanted", async () => {
    const { source, devices } = setUp(() => "allow");
    await devices.openBoth({ microphone: true, camera: false });
    expect(source.questions.map((question) => question.constraints.video)).toEqual([undefined]);
    expect(devices.state.value.camera.status).toBe("off");
  });

  it("stop a track that arrives after its device was switched off", async () => {
    const { source, devices } = setUp();
    const opened = devices.open("camera");
    devices.close("camera");
    source.questions[0]?.allow();
    expect(await opened).toBeNull();
    expect(source.tracks[0]?.readyState).toBe("ended");
    expect(devices.state.value.camera.status).toBe("off");
  });

  it("ask for a camera by the way it looks, until another one is chosen", async () => {
    const { source, devices } = setUp(() => "allow");
    devices.turn({ to: "facing", facing: "environment" });
    await devices.open("camera");
    devices.turn({ to: "device", device: { id: "c2", label: "Second" } });
    await devices.open("camera");
    expect(source.questions.map(({ constraints }) => constraints.video)).toEqual([
      expect.objectContaining({ facingMode: { ideal: "environment" } }),
      expect.not.objectContaining({ facingMode: expect.anything() as unknown }),
    ]);
    expect(source.questions[1]?.constraints.video).toMatchObject({ deviceId: { exact: "c2" } });
  });

  it("keep only the last of two openings", async () => {
    const { source, devices } = setUp();
    const first = devices.open("camera");
    const second = devices.open("camera");
    source.questions[1]?.allow();
    source.questions[0]?.allow();
    expect(await first).toBeNull();
    expect(await second).toBe(source.tracks[0]?.real);
    expect(source.tracks.map((track) => track.readyState)).toEqual(["live", "ended"]);
  });

  it("ask for exactly the chosen device", async () => {
    const { source, devices } = setUp(() => "allow");
    source.present = [{ kind: "videoinput", deviceId: "c2", label: "Second" }];
    await devices.openBoth({ microphone: false, camera: false });
    devices.choose("camera", { id: "c2", label: "Second" });
    await devices.open("camera");
    expect(source.questions[0]?.constraints.video).toMatchObject({ deviceId: { exact: "c2" } });
  });

  it("fall back to the default when the chosen one is gone, and say so", async () => {
    const { devices } = setUp((asked) =>
      (asked.audio as MediaTrackConstraints).deviceId === undefined ? "allow" : "OverconstrainedError",
    );
    devices.choose("microphone", { id: "gone", label: "Gone" });
    expect(await devices.open("microphone")).not.toBeNull();
    expect(devices.state.value.microphone).toMatchObject({ status: "on", error: "Overconstrained" });
    expect(devices.state.value.chosen.microphone).toBeUndefined();
  });

  it("notice that a device was unplugged", async () => {
    const { source, devices } = setUp(() => "allow");
    await devices.open("microphone");
    source.tracks[0]?.unplug();
    expect(devices.state.value.microphone).toEqual({ status: "failed", error: "Ended" });
  });

  it("do not take an old track's end for the new one's", async () => {
    const { source, devices } = setUp(() => "allow");
    await devices.open("microphone");
    await devices.open("microphone");
    source.tracks[0]?.unplug();
    expect(devices.state.value.microphone.status).toBe("on");
  });

  it("list devices anew when one comes, while watched", async () => {
    const { source, devices } = setUp();
    const unwatch = devices.watch();
    source.present = [{ kind: "audioinput", deviceId: "m1", label: "Headset" }];
    source.dispatchEvent(new Event("devicechange"));
    await vi.waitFor(() =>
      expect(devices.state.value.devices.microphones).toEqual([{ id: "m1", label: "Headset" }]),
    );
    unwatch();
    source.present = [];
    const enumerate = vi.spyOn(source, "enumerateDevices");
    source.dispatchEvent(new Event("devicechange"));
    expect(enumerate).not.toHaveBeenCalled();
  });

  it("find nothing, but break nothing, where the browser gives no access", async () => {
    const devices = new LocalDevices(undefined, {}, NO_WISHES);
    await devices.openBoth(BOTH);
    expect(devices.state.value.microphone).toEqual({ status: "failed", error: "NotFound" });
    expect(devices.state.value.camera).toEqual({ status: "failed", error: "NotFound" });
  });
});
