import { describe, expect, it } from "vitest";
import { seededRandom } from "../testing/random.ts";
import { fromHex, toHex } from "../testing/hex.ts";
import {
  ByteReader,
  bytesEqualConstantTime,
  ByteWriter,
  CodecError,
  concatBytes,
  SottoError,
  zeroize,
} from "./index.ts";

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(CodecError);
    return (error as CodecError).code;
  }
  return "nothing thrown";
}

describe("ByteWriter and ByteReader", () => {
  it("write network byte order and length prefixes", () => {
    const bytes = new ByteWriter(1)
      .u8(0x01)
      .u16(0x0203)
      .u24(0x040506)
      .u32(0xf708090a)
      .u64(0x0b0c0d0e0f101112n)
      .u64(19)
      .fixed(fromHex("aabb"), 2)
      .opaque8(fromHex("cc"))
      .opaque16(fromHex("dd"))
      .opaque24(fromHex("ee"))
      .utf8_16("é")
      .finish();
    expect(bytes).toEqual(
      fromHex(`
        01 0203 040506 f708090a 0b0c0d0e0f101112 0000000000000013
        aabb 01cc 0001dd 000001ee 0002c3a9`),
    );

    const reader = new ByteReader(bytes);
    expect(reader.u8()).toBe(1);
    expect(reader.u16()).toBe(0x0203);
    expect(reader.u24()).toBe(0x040506);
    expect(reader.u32()).toBe(0xf708090a);
    expect(reader.u64()).toBe(0x0b0c0d0e0f101112n);
    expect(reader.u64Number()).toBe(19);
    expect(reader.fixed(2)).toEqual(fromHex("aabb"));
    expect(reader.opaque8(1)).toEqual(fromHex("cc"));
    expect(reader.opaque16(1)).toEqual(fromHex("dd"));
    expect(reader.opaque24(1)).toEqual(fromHex("ee"));
    expect(reader.utf8_16(2)).toBe("é");
    reader.end();
  });

  it("keep what was written when the buffer grows, and start over after finish", () => {
    const writer = new ByteWriter(4);
    for (let i = 0; i < 1000; i++) writer.u16(i);
    const bytes = writer.finish();
    const reader = new ByteReader(bytes);
    for (let i = 0; i < 1000; i++) expect(reader.u16()).toBe(i);
    expect(writer.u8(7).finish()).toEqual(fromHex("07"));
    expect(bytes.length).toBe(2000);
  });

  it("hand out copies, also from a Node Buffer", () => {
    const source = Buffer.from("01aa", "hex");
    const field = new ByteReader(source).opaque8(1);
    source.fill(0);
    expect(toHex(field)).toBe("aa");
    expect(field.constructor).toBe(Uint8Array);
  });

  it("read from the middle of a larger buffer", () => {
    const reader = new ByteReader(fromHex("ffff0102ffff").subarray(2, 4));
    expect(reader.u16()).toBe(0x0102);
    reader.end();
  });

  it.each<[string, string, (reader: ByteReader) => unknown, string]>([
    ["an integer cut off", "00", (r) => r.u16(), "codec/truncated"],
    ["a field shorter than its prefix", "0201", (r) => r.opaque8(2), "codec/truncated"],
    ["a field longer than allowed", "0201ff", (r) => r.opaque8(1), "codec/too-large"],
    ["a huge length without the bytes", "ffffff", (r) => r.opaque24(0xffffff), "codec/truncated"],
    ["u64 above the safe integers", "0020000000000000", (r) => r.u64Number(), "codec/too-large"],
    ["text that is not UTF-8", "0001ff", (r) => r.utf8_16(9), "codec/invalid"],
    ["text that encodes a surrogate", "0003eda080", (r) => r.utf8_16(9), "codec/invalid"],
    ["bytes at the end", "00", (r) => r.end(), "codec/trailing"],
  ])("refuse %s", (_, hex, read, code) => {
    expect(codeOf(() => read(new ByteReader(fromHex(hex))))).toBe(code);
  });

  it.each<[string, (writer: ByteWriter) => unknown, string]>([
    ["u8 of 256", (w) => w.u8(256), "codec/invalid"],
    ["u16 of -1", (w) => w.u16(-1), "codec/invalid"],
    ["u32 of 1.5", (w) => w.u32(1.5), "codec/invalid"],
    ["u64 of an unsafe number", (w) => w.u64(2 ** 53), "codec/invalid"],
    ["u64 of 2^64", (w) => w.u64(1n << 64n), "codec/invalid"],
    ["u64 of -1", (w) => w.u64(-1n), "codec/invalid"],
    ["a fixed field of another length", (w) => w.fixed(new Uint8Array(3), 4), "codec/invalid"],
    ["256 bytes under a u8", (w) => w.opaque8(new Uint8Array(256)), "codec/too-large"],
    ["65536 bytes under a u16", (w) => w.opaque16(new Uint8Array(65536)), "codec/too-large"],
    ["2^24 bytes under a u24", (w) => w.opaque24(new Uint8Array(1 << 24)), "codec/too-large"],
    ["a lone surrogate", (w) => w.utf8_16("\ud800"), "codec/invalid"],
  ])("refuse to write %s", (_, write, code) => {
    expect(codeOf(() => write(new ByteWriter()))).toBe(code);
  });

  it("keep a byte order mark as text", () => {
    const bytes = new ByteWriter().utf8_16("\ufeffa").finish();
    expect(new ByteReader(bytes).utf8_16(9)).toBe("\ufeffa");
  });

  it("throw nothing but CodecError on random bytes", () => {
    const random = seededRandom("ByteReader on random bytes");
    const reads: ((reader: ByteReader) => unknown)[] = [
      (r) => r.u8(),
      (r) => r.u16(),
      (r) => r.u24(),
      (r) => r.u32(),
      (r) => r.u64(),
      (r) => r.u64Number(),
      (r) => r.fixed(random.below(20)),
      (r) => r.opaque8(random.below(300)),
      (r) => r.opaque16(random.below(300)),
      (r) => r.opaque24(random.below(300)),
      (r) => r.utf8_16(random.below(300)),
      (r) => r.end(),
    ];
    for (let round = 0; round < 3000; round++) {
      const reader = new ByteReader(random.bytes(random.below(40)));
      try {
        for (let i = 0; i < 8; i++) random.pick(reads)(reader);
      } catch (error) {
        if (!(error instanceof CodecError)) throw new Error(`seed ${random.seed}`, { cause: error });
      }
    }
  });
});

describe("bytes", () => {
  it("are joined in order", () => {
    expect(toHex(concatBytes(fromHex("01"), fromHex(""), fromHex("0203")))).toBe("010203");
  });

  it("are compared by content and length", () => {
    expect(bytesEqualConstantTime(fromHex("0102"), fromHex("0102"))).toBe(true);
    expect(bytesEqualConstantTime(fromHex("0102"), fromHex("0103"))).toBe(false);
    expect(bytesEqualConstantTime(fromHex("0102"), fromHex("8102"))).toBe(false);
    expect(bytesEqualConstantTime(fromHex("0102"), fromHex("010200"))).toBe(false);
    expect(bytesEqualConstantTime(fromHex(""), fromHex(""))).toBe(true);
  });

  it("are wiped", () => {
    const [a, b] = [fromHex("0102"), fromHex("03")];
    zeroize(a, b);
    expect([toHex(a), toHex(b)]).toEqual(["0000", "00"]);
  });
});

describe("SottoError", () => {
  it("carries a code, a message and the cause", () => {
    const cause = new Error("inner");
    const error = new SottoError("test/code", "words", { cause });
    expect(error).toMatchObject({ code: "test/code", message: "words", cause });
    expect(new CodecError("codec/invalid", "words")).toBeInstanceOf(SottoError);
  });
});
