import type { WireFrame } from "./depacketize.ts";

/** A frame on the wire, taken apart by what its carrier is said to be. */
export interface OpenedCarrier {
  /** All bytes that are not SFrame. */
  readonly carrier: string;
  readonly sealed: Uint8Array;
  /** What is authenticated with it. */
  readonly metadata: Uint8Array;
}

const hex = (...parts: readonly Uint8Array[]): string =>
  parts.map((part) => Buffer.from(part).toString("hex")).join(" ");
const none = new Uint8Array(0);

/** Written from the description of the carriers, not with their code. Undefined: not of that form. */
export const openCarrier: Readonly<Record<string, (frame: WireFrame) => OpenedCarrier | undefined>> = {
  opus: bare,
  vp9: bare,
  vp8: ({ units: [frame = none] }) => ({
    carrier: hex(frame.subarray(0, 1)),
    sealed: frame.subarray(1),
    metadata: frame.subarray(0, 1),
  }),
  h264: ({ units }) => {
    const slice = units.at(-1) ?? none;
    const carrier = hex(...units.slice(0, -1), slice.subarray(0, 3), slice.subarray(-1));
    return { carrier, sealed: withoutEscapes(slice.subarray(3, -1)), metadata: none };
  },
  av1: ({ units }) => {
    const frame = units.at(-1) ?? none;
    return {
      carrier: hex(...units.slice(0, -1), frame.subarray(0, 1)),
      sealed: frame.subarray(1),
      metadata: none,
    };
  },
};

function bare({ units: [frame = none] }: WireFrame): OpenedCarrier {
  return { carrier: "", sealed: frame, metadata: none };
}

/** ITU-T H.264 §7.3.1: 00 00 03 stands for 00 00. */
function withoutEscapes(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString("latin1");
  return new Uint8Array(Buffer.from(text.replaceAll("\0\0\x03", "\0\0"), "latin1"));
}

/** Whether an opened frame begins as encoders of this codec begin their frames. */
export const isPlainFrame: Readonly<Record<string, (plain: Uint8Array) => boolean>> = {
  opus: (plain) => plain.length > 2,
  // RFC 6386 §9.1: version 0..3, shown; a key frame has its start code.
  vp8: (plain) => ((plain[0] ?? 0) & 1) === 1 || hex(plain.subarray(3, 6)) === "9d012a",
  // Frame marker 0b10 (VP9 bitstream §7.2).
  vp9: (plain) => (plain[0] ?? 0) >> 6 === 2,
  h264: (plain) => /^(00)?000001/.test(hex(plain.subarray(0, 4))),
  // Temporal delimiter, sequence header, frame header or frame, each with a size field.
  av1: (plain) => [0x12, 0x0a, 0x1a, 0x32].includes((plain[0] ?? 0) & 0xfb),
};
