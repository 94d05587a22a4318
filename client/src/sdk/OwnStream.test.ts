import type { types } from "mediasoup-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TransformState, FrameWorker } from "./FrameWorker.ts";
import { OwnStream } from "./OwnStream.ts";
import { FIRST_CALL_MS, WORKER_SILENCE_MS } from "./watchdog.ts";

/** As much of a camera's track as is used. */
class FakeTrack {
  readonly kind = "video";
  readonly muted = false;
  readonly copies: FakeTrack[] = [];
  enabled = true;
  contentHint = "";
  readyState = "live";

  clone(): FakeTrack {
    const copy = new FakeTrack();
    this.copies.push(copy);
    return copy;
  }
  stop(): void {
    this.readyState = "ended";
  }
  getSettings(): MediaTrackSettings {
    return { width: 640 };
  }
}

function asTrack(track: FakeTrack): MediaStreamTrack {
  return track as unknown as MediaStreamTrack;
}

/** A camera stream whose transform and statistics the test speaks for. */
async function sending(enabled = true) {
  const track = new FakeTrack();
  let state: TransformState = { called: false, report: undefined };
  let on: { called: () => void } | undefined;
  let encoded = 0;
  const frames = {
    heardAt: performance.now(),
    attach: (_sender: unknown, _options: unknown, listeners: { called: () => void }) => {
      on = listeners;
    },
    stateOf: () => state,
    forget: vi.fn(),
  };
  const sender = {
    getStats: () => Promise.resolve(new Map([["out", { type: "outbound-rtp", framesEncoded: encoded }]])),
  };
  const producer = { rtpSender: sender, closed: false, close: vi.fn(), replaceTrack: vi.fn() };
  const produce = vi.fn((options: types.ProducerOptions) => {
    options.onRtpSender?.(sender as unknown as RTCRtpSender);
    return Promise.resolve(producer);
  });
  const events = { live: vi.fn(), unsafe: vi.fn() };
  const stream = new OwnStream(
    { source: "camera", track: asTrack(track), enabled, videoCodec: "vp8", padVideo: false },
    frames as unknown as FrameWorker,
    events,
  );
  const device = { sendRtpCapabilities: { codecs: [{ mimeType: "video/VP8" }] } };
  await stream.start({ produce } as unknown as types.Transport, device as unknown as types.Device);
  stream.connected();
  const seconds = async (
    count: number,
    each: { heard: boolean; encodes?: boolean; transforms?: boolean },
  ) => {
    for (let second = 0; second < count; second++) {
      vi.advanceTimersByTime(1000);
      if (each.heard) frames.heardAt = performance.now();
      if (each.encodes !== false) encoded += 20;
      const framesIn = (state.report?.framesIn ?? 0) + 20;
      if (each.transforms === true) {
        state = {
          called: true,
          report: { transformId: "", framesIn, framesOut: framesIn, dropped: {}, busyMs: 0 },
        };
      }
      await stream.check(performance.now());
    }
  };
  const call = () => {
    state = { ...state, called: true };
    on?.called();
  };
  return { stream, track, producer, events, seconds, call, sent: () => track.copies.at(-1) };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("an own stream", () => {
  it("sends nothing but black until its transform has been called", async () => {
    const { sent, call, events, track } = await sending();
    expect(sent()?.enabled).toBe(false);
    call();
    expect(sent()?.enabled).toBe(true);
    expect(events.live).toHaveBeenCalledOnce();
    expect(track.enabled).toBe(true);
  });

  it("stays muted when its transform is called while it is muted", async () => {
    const { stream, sent, call } = await sending(false);
    call();
    expect(sent()?.enabled).toBe(false);
    stream.setEnabled(true);
    expect(sent()?.enabled).toBe(true);
  });

  it("is not let through by unmuting before its transform was called", async () => {
    const { stream, sent } = await sending(false);
    stream.setEnabled(true);
    expect(sent()?.enabled).toBe(false);
  });

  it("stops what it sent when there is another track, or none", async () => {
    const { stream, track, producer, sent, call } = await sending();
    call();
    const other = new FakeTrack();
    await stream.replaceTrack(asTrack(other));
    expect(track.copies[0]?.readyState).toBe("ended");
    expect(other.copies[0]?.enabled).toBe(true);
    await stream.replaceTrack(null);
    expect(other.copies[0]?.readyState).toBe("ended");
    expect(producer.replaceTrack).toHaveBeenLastCalledWith({ track: null });
    expect(sent()?.readyState).toBe("ended");
  });

  it("is stopped when its transform is never called", async () => {
    const { seconds, events, sent, producer } = await sending();
    await seconds(FIRST_CALL_MS / 1000 + 1, { heard: true, encodes: false });
    expect(events.unsafe).toHaveBeenCalledExactlyOnceWith("transform/not-called");
    expect(sent()?.readyState).toBe("ended");
    expect(producer.close).toHaveBeenCalled();
  });

  it("is stopped when frames go past its transform", async () => {
    const { seconds, events, call, sent } = await sending();
    call();
    await seconds(10, { heard: true, transforms: true });
    expect(events.unsafe).not.toHaveBeenCalled();
    await seconds(5, { heard: true });
    expect(events.unsafe).toHaveBeenCalledExactlyOnceWith("transform/stopped");
    expect(sent()?.readyState).toBe("ended");
  });

  it("is stopped when the frame worker falls silent", async () => {
    const { seconds, events, call } = await sending();
    call();
    await seconds(3, { heard: true, transforms: true });
    await seconds(WORKER_SILENCE_MS / 1000 + 1, { heard: false, encodes: false });
    expect(events.unsafe).toHaveBeenCalledExactlyOnceWith("transform/stopped");
  });

  it("is left alone while the camera is off", async () => {
    const { stream, seconds, events } = await sending();
    await stream.replaceTrack(null);
    await seconds(60, { heard: true, encodes: false });
    expect(events.unsafe).not.toHaveBeenCalled();
  });
});
