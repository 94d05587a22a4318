import { describe, expect, it, vi } from "vitest";
import type { MediaPlane } from "./MediaPlane.ts";
import { OwnSources, type OwnSourcesOptions } from "./OwnSources.ts";
import { SdkError } from "./SdkError.ts";

/** As much of a track as is used. */
class FakeTrack extends EventTarget {
  enabled = true;
  readyState = "live";
  stop(): void {
    this.readyState = "ended";
  }
}

function asTrack(track: FakeTrack): MediaStreamTrack {
  return track as unknown as MediaStreamTrack;
}

function sources(options: OwnSourcesOptions = {}) {
  const camera = new FakeTrack();
  const microphone = new FakeTrack();
  const events = { withdrawn: vi.fn(), refusedCodec: vi.fn(), changed: vi.fn() };
  const own = new OwnSources({ camera: asTrack(camera), microphone: asTrack(microphone) }, options, events);
  const sendTrack = vi.fn<MediaPlane["sendTrack"]>(() => Promise.resolve());
  const plane = { sendTrack, own: new Map(), stopSending: vi.fn() } as unknown as MediaPlane;
  const sent = (source: string) => sendTrack.mock.calls.findLast(([which]) => which === source)?.[1];
  return { own, plane, camera, microphone, events, sendTrack, sent };
}

describe("what one has to send", () => {
  it("is sent over every media plane that comes", async () => {
    const call = sources({ codec: "vp9", padVideo: true });
    await call.own.sendOver(call.plane);
    expect(call.sent("camera")).toMatchObject({ track: call.camera, videoCodec: "vp9", padVideo: true });
    await call.own.sendOver(undefined);
    await call.own.sendOver(call.plane);
    expect(call.sendTrack.mock.calls.filter(([source]) => source === "camera")).toHaveLength(2);
  });

  it("is nothing in a call that only receives, and what is given is stopped", async () => {
    const call = sources({ receiveOnly: true });
    await call.own.sendOver(call.plane);
    const later = new FakeTrack();
    await call.own.setTrack("camera", asTrack(later), true);
    expect(call.sendTrack.mock.calls.every(([, wanted]) => wanted === null)).toBe(true);
    expect([call.camera, call.microphone, later].map(({ readyState }) => readyState)).toEqual(
      Array(3).fill("ended"),
    );
    expect(call.own.isOn("microphone")).toBe(false);
  });

  it("is no camera any more once it was pulled out", async () => {
    const call = sources();
    await call.own.sendOver(call.plane);
    call.camera.readyState = "ended";
    call.camera.dispatchEvent(new Event("ended"));
    expect(call.own.isOn("camera")).toBe(false);
    await vi.waitFor(() => {
      expect(call.sent("camera")).toBeNull();
    });
  });

  it("is not touched by the end of a track that was replaced before", async () => {
    const call = sources();
    const other = new FakeTrack();
    await call.own.setTrack("camera", asTrack(other), true);
    call.camera.dispatchEvent(new Event("ended"));
    expect(call.own.isOn("camera")).toBe(true);
  });

  it("is told apart from what the browser has no codec for, which does not end the rest", async () => {
    const call = sources({ codec: "h264" });
    call.sendTrack.mockImplementation((source) =>
      source === "camera" ? Promise.reject(new SdkError("codec/unsupported", "none")) : Promise.resolve(),
    );
    await call.own.sendOver(call.plane);
    expect(call.events.refusedCodec).toHaveBeenCalledExactlyOnceWith("camera", "h264");
    expect(call.events.withdrawn).toHaveBeenCalledWith("camera");
    expect(call.camera.readyState).toBe("ended");
    expect(call.sent("microphone")).toMatchObject({ track: call.microphone });
  });
});
