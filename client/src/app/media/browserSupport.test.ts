import { webcrypto } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type BrowserGlobals, missingAbilities } from "./browserSupport.ts";
import { barLength } from "./micLevel.ts";

const able: BrowserGlobals = {
  isSecureContext: true,
  crypto: webcrypto as unknown as Crypto,
  RTCPeerConnection: class {},
  RTCRtpScriptTransform: class {},
  Worker: class {},
};

describe("browser support", () => {
  it("misses nothing with either kind of encoded transform", async () => {
    expect(await missingAbilities(able)).toEqual([]);
    const legacy = {
      ...able,
      RTCRtpScriptTransform: undefined,
      RTCRtpSender: { prototype: { createEncodedStreams() {} } },
    };
    expect(await missingAbilities(legacy)).toEqual([]);
  });

  it("refuses a browser that could only send in the open", async () => {
    const plain = { ...able, RTCRtpScriptTransform: undefined, RTCRtpSender: { prototype: {} } };
    expect(await missingAbilities(plain)).toEqual(["encoded transforms"]);
  });

  it("names an insecure page alone, since that hides the rest", async () => {
    expect(await missingAbilities({ isSecureContext: false })).toEqual(["secure-context"]);
  });

  it("asks for Ed25519 by trying it", async () => {
    const subtle = { generateKey: () => Promise.reject(new DOMException("no", "NotSupportedError")) };
    const crypto = { subtle } as unknown as Crypto;
    expect(await missingAbilities({ ...able, crypto })).toEqual(["Ed25519"]);
  });
});

describe("microphone level", () => {
  it("is empty in silence, full at full scale, and halfway at -30 dB", () => {
    expect(barLength(0)).toBe(0);
    expect(barLength(0.0001)).toBe(0);
    expect(barLength(1)).toBe(1);
    expect(barLength(10 ** (-30 / 20))).toBeCloseTo(0.5);
  });
});
