import { describe, expect, it } from "vitest";
import { countingBytes, toHex } from "../testing/hex.ts";
import { asLinkSecret, withPassword } from "./index.ts";

const secret = asLinkSecret(countingBytes(32));

describe("a password", () => {
  it("makes another room of the same link, always the same one", () => {
    const room = toHex(withPassword(secret, "caf\u00e9"));
    expect(room).not.toBe(toHex(secret));
    // The same letters, spelled with a combining accent.
    expect(toHex(withPassword(secret, "cafe\u0301"))).toBe(room);
    expect(toHex(withPassword(secret, "cafe"))).not.toBe(room);
  });

  it.each(["", "x".repeat(257), "\u20ac".repeat(86)])("that is none or too long is refused", (password) => {
    expect(() => withPassword(secret, password)).toThrow(expect.objectContaining({ code: "link/password" }));
  });

  it("needs a whole secret beside it", () => {
    expect(() => withPassword(countingBytes(31) as never, "x")).toThrow(
      expect.objectContaining({ code: "ids/length" }),
    );
  });
});
