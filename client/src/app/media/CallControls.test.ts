import { describe, expect, it } from "vitest";
import { FakeDevices, NO_WISHES } from "../fixtures/FakeDevices.ts";
import { FixtureCall } from "../fixtures/FixtureCall.ts";
import { aCallState } from "../fixtures/people.ts";
import { CallControls } from "./CallControls.ts";
import { LocalDevices } from "./LocalDevices.ts";

function setUp() {
  const source = new FakeDevices();
  const devices = new LocalDevices(source, {}, NO_WISHES);
  const call = new FixtureCall(aCallState([]));
  return { source, devices, call, begin: () => new CallControls(call, devices) };
}

describe("call controls", () => {
  it("begin as the devices are", async () => {
    const { source, devices, begin } = setUp();
    source.answer = () => "allow";
    await devices.open("microphone");
    expect(begin().state.value).toEqual({ microphoneOn: true, cameraOn: false });
  });

  it("mute without touching the device, so that unmuting is at once", async () => {
    const { source, devices, call, begin } = setUp();
    source.answer = () => "allow";
    await devices.open("microphone");
    const controls = begin();
    await controls.setMicrophone(false);
    await controls.setMicrophone(true);
    expect(call.asked).toEqual(["setMicrophoneOn false", "setMicrophoneOn true"]);
    expect(source.questions).toHaveLength(1);
  });

  it("open the microphone on the first unmuting", async () => {
    const { source, call, begin } = setUp();
    source.answer = () => "allow";
    await begin().setMicrophone(true);
    expect(call.asked).toEqual(["setMicrophone audio-0", "setMicrophoneOn true"]);
  });

  it("give the call nothing when muted again while the microphone was opening", async () => {
    const { source, devices, call, begin } = setUp();
    const controls = begin();
    const unmuted = controls.setMicrophone(true);
    await controls.setMicrophone(false);
    source.questions[0]?.allow();
    await unmuted;
    expect(call.asked).toEqual(["setMicrophoneOn false"]);
    expect(source.tracks[0]?.readyState).toBe("ended");
    expect(devices.state.value.microphone.status).toBe("off");
  });

  it("put the camera's light out before the call has answered", async () => {
    const { source, devices, call, begin } = setUp();
    source.answer = () => "allow";
    await devices.open("camera");
    const off = begin().setCamera(false);
    expect(source.tracks[0]?.readyState).toBe("ended");
    await off;
    expect(call.asked).toEqual(["setCamera null"]);
  });

  it("stay off, and say so, when the device is refused", async () => {
    const { source, call, begin } = setUp();
    source.answer = () => "NotAllowedError";
    const controls = begin();
    await controls.setCamera(true);
    await controls.setMicrophone(true);
    expect(controls.state.value).toEqual({ microphoneOn: false, cameraOn: false });
    expect(call.asked).toEqual([]);
  });

  it("hand over what was still opening when the person joined", async () => {
    const { source, devices, call, begin } = setUp();
    const opening = devices.open("camera");
    const controls = begin();
    const adopted = controls.adoptOpening();
    expect(controls.state.value.cameraOn).toBe(true);
    source.questions[0]?.allow();
    await Promise.all([opening, adopted]);
    expect(call.asked).toEqual(["setCamera video-0"]);
  });

  it("leave off what was switched off while it was opening", async () => {
    const { source, devices, call, begin } = setUp();
    const opening = devices.open("camera");
    const controls = begin();
    const adopted = controls.adoptOpening();
    await controls.setCamera(false);
    source.questions[0]?.allow();
    await Promise.all([opening, adopted]);
    expect(call.asked).toEqual(["setCamera null"]);
    expect(controls.state.value.cameraOn).toBe(false);
  });

  it("do not open a muted microphone when another is chosen", async () => {
    const { source, devices, call, begin } = setUp();
    source.answer = () => "allow";
    await devices.open("microphone");
    const controls = begin();
    await controls.setMicrophone(false);
    await controls.reopen("microphone");
    expect(source.questions).toHaveLength(1);
    expect(call.asked).toEqual(["setMicrophoneOn false", "setMicrophone null"]);
  });

  it("go off with a device that was unplugged, and never on by themselves", async () => {
    const { call, begin } = setUp();
    const controls = begin();
    await controls.lost("microphone");
    await controls.lost("camera");
    expect(controls.state.value).toEqual({ microphoneOn: false, cameraOn: false });
    expect(call.asked).toEqual(["setMicrophoneOn false", "setMicrophone null", "setCamera null"]);
  });
});
