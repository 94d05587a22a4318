import { beforeEach, describe, expect, it } from "vitest";
import { FrameAssembler } from "./FrameAssembler.ts";
import { RtpSource } from "./RtpSource.ts";

const frameOf = (size: number, fill: number): Uint8Array => new Uint8Array(size).fill(fill);

let frames: Uint8Array[];
let missing: number[];
let gaps: number;

function assembler(kind: "audio" | "video"): FrameAssembler {
  return new FrameAssembler(kind, {
    frame: (frame) => frames.push(frame),
    missing: (sequences) => missing.push(...sequences),
    gap: () => (gaps += 1),
  });
}

beforeEach(() => {
  [frames, missing, gaps] = [[], [], 0];
});

describe("packets of a picture", () => {
  it("become the frame that was sent, whatever order they come in", () => {
    const source = new RtpSource(1, 101, 90_000);
    const receiver = assembler("video");
    const [first, second, third] = [frameOf(10, 1), frameOf(5_000, 2), frameOf(2_000, 3)];
    const packets = [first, second, third].flatMap((frame, index) => source.video(frame, index * 33));
    const [begin, ...others] = packets;
    receiver.take(begin!, 0);
    for (const packet of others.toReversed()) receiver.take(packet, 1);
    expect(frames).toEqual([first, second, third]);
    expect(gaps).toBe(0);
  });

  it("that are missing are asked for, and make the frame whole when they come", () => {
    const source = new RtpSource(1, 101, 90_000);
    const receiver = assembler("video");
    const frame = frameOf(5_000, 2);
    const packets = source.video(frame, 0);
    const lost = packets[2]!;
    for (const packet of packets) if (packet !== lost) receiver.take(packet, 0);
    expect(missing).toEqual([lost.readUInt16BE(2)]);
    expect(frames).toEqual([]);
    receiver.take(lost, 50);
    receiver.take(lost, 60);
    expect(frames).toEqual([frame]);
  });

  it("that never come cost their frame and no other", () => {
    const source = new RtpSource(1, 101, 90_000);
    const receiver = assembler("video");
    const sent = [0, 1, 2, 3].map((number) => source.video(frameOf(3_000, number), number * 33));
    sent.forEach((packets, number) => {
      packets.forEach((packet, at) => {
        if (number !== 1 || at !== 1) receiver.take(packet, number * 300);
      });
    });
    expect(frames.map(([fill]) => fill)).toEqual([0, 2, 3]);
    expect(gaps).toBe(1);
  });

  it("are read behind any payload descriptor and header extension", () => {
    const receiver = assembler("video");
    const header = Buffer.from("90e500010000000000000001bede000110aabbcc", "hex");
    const descriptor = Buffer.from("90f0812345", "hex");
    // X and S; I, L, T and K; 15-bit picture id; the levels' indexes.
    receiver.take(Buffer.concat([header, descriptor, Buffer.from("6789", "hex"), Buffer.from([7, 7])]), 0);
    expect(frames).toEqual([Uint8Array.of(0x89, 7, 7)]);
  });

  it("that are none change nothing", () => {
    const receiver = assembler("audio");
    receiver.take(Buffer.from("00", "hex"), 0);
    receiver.take(Buffer.alloc(40), 0);
    receiver.take(Buffer.from("9fe50001" + "00".repeat(8), "hex"), 0);
    expect(frames).toEqual([]);
  });
});

describe("packets of sound", () => {
  it("are a frame each", () => {
    const source = new RtpSource(1, 100, 48_000);
    const receiver = assembler("audio");
    for (const fill of [1, 2, 3]) receiver.take(source.audio(frameOf(80, fill), fill * 20), fill);
    expect(frames).toEqual([1, 2, 3].map((fill) => frameOf(80, fill)));
  });
});
