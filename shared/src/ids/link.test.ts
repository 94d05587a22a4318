import { describe, expect, it } from "vitest";
import { SottoError } from "../codec/index.ts";
import { countingBytes } from "../testing/hex.ts";
import { seededRandom } from "../testing/random.ts";
import { asLinkSecret, makeLink, makeProtectedLink, parseLink, readRoomLink } from "./index.ts";

const secret = asLinkSecret(countingBytes(32));
const spelled = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

function codeOf(link: string): string {
  try {
    parseLink(link);
  } catch (error) {
    expect(error).toBeInstanceOf(SottoError);
    return (error as SottoError).code;
  }
  return "accepted";
}

describe("room links", () => {
  it("hold the secret in the fragment", () => {
    expect(makeLink("https://sotto.example", secret)).toBe(`https://sotto.example/#/r/${spelled}`);
  });

  it("keep the path the client is served from, and nothing else of the address", () => {
    const link = `https://sotto.example/calls/#/r/${spelled}`;
    expect(makeLink("https://sotto.example/calls", secret)).toBe(link);
    expect(makeLink("https://sotto.example/calls/?a=b#/r/old", secret)).toBe(link);
  });

  it.each([
    `https://sotto.example/#/r/${spelled}`,
    `http://127.0.0.1:5173/app/?x=1#/r/${spelled}`,
    `#/r/${spelled}`,
    `  https://sotto.example/#/r/${spelled}\n`,
  ])("are read from %j", (link) => {
    expect(parseLink(link)).toEqual(secret);
  });

  it("say whether there is a password, and nothing of it", () => {
    const link = makeProtectedLink("https://sotto.example", secret);
    expect(link).toBe(`https://sotto.example/#/p/${spelled}`);
    expect(readRoomLink(link)).toEqual({ secret, needsPassword: true });
    expect(readRoomLink(makeLink("https://sotto.example", secret))).toEqual({ secret, needsPassword: false });
    // Whoever does not ask for the password must not land in another room unseen.
    expect(codeOf(link)).toBe("link/password-needed");
    expect(codeOf(link.slice(0, -1))).toBe("link/incomplete");
    expect(codeOf("#/p/")).toBe("link/incomplete");
    expect(codeOf(`${link}A`)).toBe("link/malformed");
  });

  it.each([
    "https://sotto.example/",
    "https://sotto.example/#",
    "#",
    "#/",
    "#/r",
    "#/r/",
    `#/r/${spelled.slice(0, -1)}`,
  ])("that are cut off are told as incomplete: %j", (link) => {
    expect(codeOf(link)).toBe("link/incomplete");
  });

  it.each([
    "",
    "hello",
    spelled,
    `/r/${spelled}`,
    `javascript:alert(1)#/r/${spelled}`,
    `#/room/${spelled}`,
    `#/r/${spelled}A`,
    `#/r/${spelled}=`,
    `#/r/${spelled}?x=1`,
    `#/r/${spelled.slice(0, -1)}9`, // the unused bits of the last character are not zero
    `#/r/${spelled.slice(0, -1)}+`,
    `#/r/%41`,
    `#/r/${"A".repeat(5000)}`,
  ])("that are something else are told as malformed: %j", (link) => {
    expect(codeOf(link)).toBe("link/malformed");
  });

  it("are only made for web addresses", () => {
    expect(() => makeLink("sotto.example", secret)).toThrow(
      expect.objectContaining({ code: "link/malformed" }),
    );
    expect(() => makeLink("ftp://sotto.example", secret)).toThrow(SottoError);
  });

  it("cut anywhere, or random, never do anything but throw the typed error", () => {
    const random = seededRandom("parseLink on damaged links");
    const whole = makeLink("https://sotto.example", secret);
    for (let round = 0; round < 1000; round++) {
      const at = random.below(whole.length);
      const damaged =
        whole.slice(0, at) + String.fromCharCode(random.below(0x300)) + whole.slice(at + random.below(3));
      expect(["link/incomplete", "link/malformed", "accepted"], `seed ${random.seed}`).toContain(
        codeOf(damaged),
      );
    }
  });
});
