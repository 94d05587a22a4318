import { describe, expect, it } from "vitest";
import { countReceived, countSent, type StreamCounters } from "./counters.ts";
import { goodQuality, judgeQuality, LOST_SECONDS, type QualitySample, RECOVERED_SECONDS } from "./quality.ts";
import { loudnessBetween, ratesBetween } from "./rates.ts";
import { hearVoice, PAUSE_MS, silentVoice } from "./speaking.ts";
import { StreamMeter } from "./StreamMeter.ts";

function reportOf(...entries: object[]): RTCStatsReport {
  return new Map(entries.map((entry, index) => [String(index), entry]));
}

const none: StreamCounters = {
  ...{ at: 0, bytes: 0, packets: 0, lost: 0, frames: undefined, width: undefined, height: undefined },
  ...{
    jitter: undefined,
    roundTrip: undefined,
    remoteLoss: undefined,
    energy: undefined,
    seconds: undefined,
  },
};

describe("counters", () => {
  it("of received streams are told apart by their section, and share the way's round trip", () => {
    const counts = countReceived(
      reportOf(
        { type: "inbound-rtp", id: "a", mid: "0", bytesReceived: 10, packetsReceived: 2, packetsLost: 1 },
        { type: "inbound-rtp", id: "b", mid: "1", bytesReceived: 99, framesDecoded: 4, frameWidth: 640 },
        { type: "candidate-pair", id: "c", nominated: true, currentRoundTripTime: 0.05 },
        { type: "codec", id: "d" },
      ),
      7,
    );
    expect(counts.get("0")).toMatchObject({ at: 7, bytes: 10, packets: 2, lost: 1, roundTrip: 0.05 });
    expect(counts.get("1")).toMatchObject({ bytes: 99, frames: 4, width: 640 });
    expect(counts.size).toBe(2);
  });

  it("of a sent stream are the sum of its layers, at the size of the largest", () => {
    const counts = countSent(
      reportOf(
        { type: "outbound-rtp", id: "l", mid: "0", bytesSent: 10, framesEncoded: 30, frameWidth: 160 },
        { type: "outbound-rtp", id: "h", mid: "0", bytesSent: 90, framesEncoded: 20, frameWidth: 640 },
        { type: "remote-inbound-rtp", id: "r", localId: "h", fractionLost: 0.25, roundTripTime: 0.1 },
      ),
      0,
    );
    expect(counts.get("0")).toMatchObject({
      ...{ bytes: 100, frames: 30, width: 640, remoteLoss: 0.25, roundTrip: 0.1 },
    });
  });
});

describe("rates", () => {
  it("are per second of the time in between", () => {
    const rates = ratesBetween(
      { ...none, at: 1_000, bytes: 1_000, packets: 10, lost: 0, frames: 5 },
      { ...none, at: 3_000, bytes: 3_500, packets: 19, lost: 1, frames: 45, jitter: 0.0123 },
    );
    expect(rates).toEqual({ bitrate: 10_000, loss: 0.1, framerate: 20, jitterMs: 12 });
  });

  it("are never negative, though counters start over", () => {
    const rates = ratesBetween(
      { ...none, bytes: 500, packets: 9 },
      { ...none, at: 1_000, bytes: 10, packets: 1 },
    );
    expect(rates).toMatchObject({ bitrate: 0, loss: 0 });
  });

  it("tell loudness from energy", () => {
    const before = { ...none, energy: 1, seconds: 10 };
    expect(loudnessBetween(before, { ...none, energy: 1.08, seconds: 12 })).toBeCloseTo(0.2);
    expect(loudnessBetween(before, before)).toBe(0);
    expect(loudnessBetween(none, none)).toBeUndefined();
  });
});

describe("somebody", () => {
  it("speaks from the first loud moment until a pause is longer than one between words", () => {
    const loud = hearVoice(silentVoice, 0.2, 1_000);
    expect(loud.speaking).toBe(true);
    const pausing = hearVoice(loud, 0, 1_000 + PAUSE_MS - 1);
    expect(pausing.speaking).toBe(true);
    expect(hearVoice(pausing, 0, 1_000 + PAUSE_MS).speaking).toBe(false);
  });

  it("does not speak who is as loud as a room", () => {
    expect(hearVoice(silentVoice, 0.003, 1_000).speaking).toBe(false);
  });
});

describe("quality", () => {
  const fine: QualitySample = { bitrate: 40_000, loss: 0, jitterMs: 5, roundTripMs: 40, isExpected: true };
  const after = (...seconds: QualitySample[][]) =>
    seconds.reduce((track, samples) => judgeQuality(track, samples), goodQuality).quality;

  it.each([
    ["nothing wrong", {}, "good"],
    ["loss that is repaired", { loss: 0.03 }, "fair"],
    ["loss that is not", { loss: 0.1 }, "poor"],
    ["a long way", { roundTripMs: 350 }, "fair"],
    ["a way too long to talk", { roundTripMs: 900 }, "poor"],
    ["jitter", { jitterMs: 60 }, "fair"],
    ["much jitter", { jitterMs: 150 }, "poor"],
  ] as const)("with %s is judged at once", (_what, change, quality) => {
    expect(after([{ ...fine, ...change }])).toBe(quality);
  });

  it("is that of the worst stream", () => {
    expect(after([fine, { ...fine, loss: 0.1 }])).toBe("poor");
  });

  it("is lost when nothing comes for a while of what ought to", () => {
    const silent = [{ ...fine, bitrate: 0 }];
    expect(after(...Array<QualitySample[]>(LOST_SECONDS - 1).fill(silent))).toBe("good");
    expect(after(...Array<QualitySample[]>(LOST_SECONDS).fill(silent))).toBe("lost");
  });

  it("is not lost where nothing ought to come", () => {
    const off = [{ ...fine, bitrate: 0, isExpected: false }];
    expect(after(...Array<QualitySample[]>(10).fill(off))).toBe("good");
    expect(after(...Array<QualitySample[]>(10).fill([]))).toBe("good");
  });

  it("is only called better after some better seconds", () => {
    const bad = [{ ...fine, loss: 0.1 }];
    const better = Array<QualitySample[]>(RECOVERED_SECONDS).fill([fine]);
    expect(after(bad, ...better.slice(1))).toBe("poor");
    expect(after(bad, ...better)).toBe("good");
    expect(after(bad, ...better.slice(1), bad, ...better.slice(1))).toBe("poor");
  });
});

describe("a stream's meter", () => {
  it("tells what a frame costs in the worker, and counts those that were refused", () => {
    const meter = new StreamMeter();
    const report = { transformId: "t", framesIn: 10, framesOut: 10, dropped: {}, busyMs: 1 };
    meter.crypt(report);
    const dropped = { auth: 3, empty: 4 };
    expect(meter.crypt({ ...report, framesIn: 37, framesOut: 30, dropped, busyMs: 3 })).toEqual({
      cryptUs: 100,
      framesRefused: 3,
    });
  });

  it("counts none as refused where nothing was dropped", () => {
    const report = { transformId: "t", framesIn: 1, framesOut: 1, dropped: {}, busyMs: 1 };
    // Not the other zero either, which is another value to some.
    expect(new StreamMeter().crypt(report).framesRefused).toBe(0);
  });
});
