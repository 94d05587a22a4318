import { describe, expect, it } from "vitest";
import { type Codec, carrierOf, codecs } from "./index.ts";

/** Ciphertexts that could be mistaken for start codes, escapes, sizes, or for the end of something. */
const awkward = [
  [0, 0, 0, 0, 0, 0],
  [0, 0, 1, 0x65, 0xb8, 0xff, 9],
  [0, 0, 3, 0, 0, 2, 0, 0],
  [1, 0, 0],
  [0x80, 0x80],
  [0],
  [],
];

function wrap(codec: Codec, sealed: readonly number[], keyFrame: boolean): Uint8Array<ArrayBuffer> {
  const carrier = carrierOf(codec);
  const withRoom = new Uint8Array(carrier.headroom + sealed.length);
  withRoom.set(sealed, carrier.headroom);
  return carrier.wrap(withRoom, keyFrame);
}

describe.each([...codecs])("the carrier of %s", (codec) => {
  const carrier = carrierOf(codec);

  it.each([true, false])("gives back any ciphertext (key frame: %s)", (keyFrame) => {
    for (const sealed of [...awkward, Array.from({ length: 5000 }, (_, i) => (i * i) % 7)]) {
      const unwrapped = carrier.unwrap(wrap(codec, sealed, keyFrame));
      expect([...unwrapped.bytes.subarray(unwrapped.start)]).toEqual(sealed);
      expect(unwrapped.authenticated).toEqual(carrier.authenticated(keyFrame));
    }
  });

  it("is constant: two ciphertexts of one size differ in nothing but the ciphertext", () => {
    const prefixOf = (fill: number) => {
      const payload = wrap(codec, Array<number>(40).fill(fill), true);
      return [...payload.subarray(0, payload.indexOf(fill))];
    };
    expect(prefixOf(0xaa)).toEqual(prefixOf(0xbb));
  });
});

describe("carriers refuse what has not their form", () => {
  it.each<[Codec, number[]]>([
    ["vp8", []],
    ["vp8", [0x10, 1, 2, 3]],
    ["h264", [0, 0, 0, 1, 0x67, 0x42]],
    ["h264", [1, 2, 3]],
    ["h264", [0, 0, 0, 1, 0x65, 0xb8, 0xff]],
    ["av1", []],
    ["av1", [0x32, 5, 1]],
    ["av1", [0x30, 1, 1]],
    ["av1", [0x32, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ["av1", [0x0a, 1, 0]],
  ])("%s: %j", (codec, payload) => {
    expect(() => carrierOf(codec).unwrap(Uint8Array.from(payload))).toThrowError(
      expect.objectContaining({ code: "carrier/malformed" }),
    );
  });
});

describe("the H264 carrier", () => {
  it("leaves no start code inside the slice", () => {
    const payload = wrap("h264", [0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 2], false);
    const text = Array.from(payload.subarray(4), (byte) => String.fromCharCode(byte)).join("");
    expect(text).not.toContain("\0\0\0");
    expect(text).not.toContain("\0\0\u0001");
    expect(text).not.toContain("\0\0\u0002");
  });

  it("is found behind parameter sets that a depacketizer put in front", () => {
    const payload = wrap("h264", [1, 2, 3], false);
    const padded = Uint8Array.from([0, 0, 0, 1, 0x67, 0x42, 0xe0, 0x1f, ...payload]);
    expect([...carrierOf("h264").unwrap(padded).bytes]).toEqual([1, 2, 3]);
  });
});

describe("the VP8 carrier", () => {
  it("authenticates whether the frame is a key frame", () => {
    expect(carrierOf("vp8").authenticated(true)).not.toEqual(carrierOf("vp8").authenticated(false));
  });
});
