import { describe, expect, it } from "vitest";
import type { StreamStats } from "../../sdk/index.ts";
import { aPerson, oneself } from "../fixtures/people.ts";
import { statsTable } from "./statsTable.ts";

const mara = oneself("Mara");
const ana = aPerson("Ana");
const camera: StreamStats = {
  participantKey: mara.key,
  source: "camera",
  direction: "send",
  codec: "vp8",
  paused: false,
  bitrate: 1_234_000,
  loss: 0.0124,
  width: 1280,
  height: 720,
  framerate: 30,
  jitterMs: 4,
  roundTripMs: 38,
  layer: 2,
  cryptUs: 87,
  framesRefused: 0,
  epoch: 12,
};
const voice: StreamStats = {
  participantKey: ana.key,
  source: "microphone",
  direction: "receive",
  codec: "opus",
  paused: false,
  bitrate: 31_900,
  loss: 0,
  framesRefused: 3,
};

describe("statistics", () => {
  it("stand in the order of the people, in the units people use", () => {
    const { groups, epoch, sent, received } = statsTable([voice, camera], [mara, ana], "en");
    expect(groups.map(({ name }) => name)).toEqual(["Mara", "Ana"]);
    expect(groups[0]?.rows[0]).toMatchObject({
      bitrate: "1.23 Mbit/s",
      picture: "1280 × 720, 30 fps",
      loss: "1.2 %",
      jitter: "4 ms",
      roundTrip: "38 ms",
      layer: "3",
      crypt: "87 µs",
    });
    expect({ epoch, sent, received }).toEqual({ epoch: 12, sent: "1.23 Mbit/s", received: "31.9 kbit/s" });
  });

  it("leave out what is not known, and those of whom nothing is", () => {
    const { groups } = statsTable([voice], [mara, ana], "de");
    expect(groups).toHaveLength(1);
    expect(groups[0]?.rows[0]).toMatchObject({ picture: "", jitter: "", layer: "", crypt: "", refused: 3 });
    expect(groups[0]?.rows[0]?.bitrate).toBe("31,9 kbit/s");
  });
});
