import { describe, expect, it } from "vitest";
import { PacketStore } from "./PacketStore.ts";
import { keyFrameAskedOf, lostOf, nack, rtcpPackets, senderReport } from "./rtcp.ts";

describe("feedback", () => {
  it("names lost packets so that the same are read, also over the end of the numbers", () => {
    for (const sequences of [[5], [5, 6, 21, 22, 400], [65_530, 65_535, 0, 3]]) {
      expect(lostOf(nack(77, sequences))).toEqual({ ssrc: 77, sequences });
    }
  });

  it("asks for key frames by picture loss and by full intra request", () => {
    const loss = Buffer.from("81ce0002000000010000004d", "hex");
    const request = Buffer.from("84ce00040000000100000000" + "0000004d" + "01000000", "hex");
    expect(keyFrameAskedOf(loss)).toBe(77);
    expect(keyFrameAskedOf(request)).toBe(77);
    expect(keyFrameAskedOf(nack(77, [1]))).toBeUndefined();
    expect(lostOf(loss)).toBeUndefined();
  });

  it("comes in compound packets, of which a broken end is left out", () => {
    const report = senderReport(9, 1_000, 90_000, { packets: 3, bytes: 300 });
    const compound = Buffer.concat([report, nack(77, [1]), Buffer.from("81cd00ff", "hex")]);
    expect(rtcpPackets(compound)).toEqual([report, nack(77, [1])]);
  });

  it("says when a report was made, on both clocks", () => {
    const report = senderReport(9, 1_500, 90_000, { packets: 3, bytes: 300 });
    expect(report.readUInt32BE(8)).toBe(2_208_988_801);
    expect(report.readUInt32BE(12)).toBe(2 ** 31);
    expect([16, 20, 24].map((at) => report.readUInt32BE(at))).toEqual([90_000, 3, 300]);
  });
});

describe("what was sent", () => {
  it("can be had again until others took its place", () => {
    const store = new PacketStore();
    const packet = (sequence: number): Buffer => {
      const bytes = Buffer.alloc(12);
      bytes.writeUInt16BE(sequence, 2);
      return bytes;
    };
    store.keep(1, packet(7));
    expect(store.find(1, 7)).toEqual(packet(7));
    expect(store.find(2, 7)).toBeUndefined();
    store.keep(1, packet(7 + 256));
    expect(store.find(1, 7)).toBeUndefined();
  });
});
