import { describe, expect, it } from "vitest";
import { seededRandom } from "../testing/random.ts";
import { CodecError, fromBase64Url, toBase64Url } from "./index.ts";

describe("base64url", () => {
  // RFC 4648 §10, without padding.
  it.each([
    ["", ""],
    ["f", "Zg"],
    ["fo", "Zm8"],
    ["foo", "Zm9v"],
    ["foob", "Zm9vYg"],
    ["fooba", "Zm9vYmE"],
    ["foobar", "Zm9vYmFy"],
    ["\xfb\xef\xff", "--__"],
  ])("spells %j as %s and back", (text, encoded) => {
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    expect(toBase64Url(bytes)).toBe(encoded);
    expect(fromBase64Url(encoded)).toEqual(bytes);
  });

  it.each(["Zg==", "Zg=", "Z", "Zm9vY", "Zh", "Zm9", "Z g", "Zg\n", "+/+/", "Zé", "Z\u{1f600}"])(
    "refuses %j",
    (text) => {
      expect(() => fromBase64Url(text)).toThrow(CodecError);
    },
  );

  it("agrees with the platform on random bytes", () => {
    const random = seededRandom("base64url on random bytes");
    for (let round = 0; round < 500; round++) {
      const bytes = random.bytes(random.below(100));
      const text = toBase64Url(bytes);
      expect(text, `seed ${random.seed}`).toBe(Buffer.from(bytes).toString("base64url"));
      expect(fromBase64Url(text), `seed ${random.seed}`).toEqual(bytes);
    }
  });
});
