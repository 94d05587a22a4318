import { describe, expect, it } from "vitest";
import { AudioPadding, videoPadding } from "./framePadding.ts";

describe("the padding of audio", () => {
  const lengths = (...frames: number[]) => {
    const padding = new AudioPadding();
    return frames.map((length) => padding.lengthFor(length));
  };
  const lengthsFrom = (from: number, ...frames: number[]) => {
    const padding = new AudioPadding(from);
    return frames.map((length) => padding.lengthFor(length));
  };

  it("is none as long as all frames are of one length", () => {
    expect(lengths(80, 80, 80)).toEqual([undefined, undefined, undefined]);
  });

  it("begins with the first other length, and stays", () => {
    expect(lengths(80, 58, 104, 80, 80)).toEqual([undefined, 128, 128, 128, 128]);
  });

  it("grows when it must, leaves room for its first byte, and never shrinks", () => {
    expect(lengths(80, 127, 128, 80)).toEqual([undefined, 128, 192, 192]);
  });

  it("is of one length from the first frame on where it is asked for", () => {
    expect(lengthsFrom(160, 80, 80, 58, 104, 159)).toEqual([160, 160, 160, 160, 160]);
    expect(lengthsFrom(160, 80, 160, 80)).toEqual([160, 192, 192]);
  });

  it("holds the first frame's length too", () => {
    expect(lengths(200, 80)).toEqual([undefined, 256]);
  });
});

describe("the padding of video", () => {
  it.each([
    [0, 256],
    [1, 256],
    [255, 256],
    [256, 512],
    [2047, 2048],
    [2048, 2304],
    [4095, 4096],
    [4096, 4608],
    [40_000, 40_960],
  ])("makes %d bytes %d", (length, padded) => {
    expect(videoPadding.lengthFor(length)).toBe(padded);
  });

  it("gives a large range few sizes, and costs large frames an eighth at most", () => {
    const sizes = new Set<number>();
    for (let length = 2048; length < 65_536; length += 7) {
      const padded = videoPadding.lengthFor(length) ?? 0;
      sizes.add(padded);
      expect(padded).toBeGreaterThan(length);
      expect(padded).toBeLessThanOrEqual(length * 1.125 + 1);
    }
    expect(sizes.size).toBeLessThan(45);
  });
});
