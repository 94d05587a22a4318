import { afterEach, describe, expect, it, vi } from "vitest";
import { asKid } from "../ids/index.ts";
import { countingBytes } from "../testing/hex.ts";
import { deriveSframeKeys, FrameKey, LONGEST_AT_ONCE, readCallHeader } from "./index.ts";

const keys = () => deriveSframeKeys(5, countingBytes(32), asKid(9));
const ctr = 256;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe("a frame key", () => {
  it("is there at once for short frames, and asks WebCrypto for long ones", () => {
    const key = new FrameKey(keys(), "encrypt");
    expect(key.encrypt(ctr, new Uint8Array(LONGEST_AT_ONCE))).toBeInstanceOf(Uint8Array);
    expect(key.encrypt(ctr, new Uint8Array(LONGEST_AT_ONCE + 1))).toBeInstanceOf(Promise);
  });

  it("opens frames of either length from either implementation", async () => {
    const web = new FrameKey(keys(), "encrypt", undefined);
    const open = new FrameKey(keys(), "decrypt");
    for (const length of [0, 1, LONGEST_AT_ONCE, LONGEST_AT_ONCE + 1]) {
      const frame = await web.encrypt(ctr, new Uint8Array(countingBytes(length)));
      expect(await open.decrypt(readCallHeader(frame), frame)).toEqual(countingBytes(length));
    }
  });

  it("does everything in WebCrypto where a policy forbids WebAssembly", async () => {
    vi.stubGlobal("WebAssembly", {
      Module: class {
        constructor() {
          throw new EvalError("blocked by the content security policy");
        }
      },
    });
    vi.resetModules();
    const fresh = await import("./index.ts");
    const key = new fresh.FrameKey(keys(), "encrypt");
    expect(key.encrypt(ctr, new Uint8Array(3))).toBeInstanceOf(Promise);
  });

  it("is of no use once it is wiped", async () => {
    const key = new FrameKey(keys(), "encrypt");
    key.wipe();
    for (const length of [3, LONGEST_AT_ONCE + 1]) {
      expect(() => key.encrypt(ctr, new Uint8Array(length))).toThrowError(
        expect.objectContaining({ code: "sframe/unknown-key" }),
      );
    }
  });
});
