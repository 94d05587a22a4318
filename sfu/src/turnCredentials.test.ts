import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { checkTurn, turnCredentials } from "./turnCredentials.ts";

const turn = {
  urls: ["turn:relay.example:3478?transport=udp", "turns:relay.example:443"],
  secret: "s".repeat(16),
};

describe("a relay's credential", () => {
  it("is the end of its time and chance, signed: nothing of who uses it", () => {
    const { username, credential, urls } = turnCredentials(turn, 1_700_000_000_500);
    expect(urls).toEqual(turn.urls);
    expect(username).toMatch(/^1700007200:[0-9a-f]{16}$/);
    expect(credential).toBe(createHmac("sha1", turn.secret).update(username).digest("base64"));
  });

  it("is another each time", () => {
    expect(turnCredentials(turn, 0).username).not.toBe(turnCredentials(turn, 0).username);
  });
});

describe("an operator's relays", () => {
  it("are taken in every form that browsers know", () => {
    const urls = ["turn:192.0.2.1", "turns:[2001:db8::1]:443?transport=tcp", ...turn.urls];
    expect(() => {
      checkTurn({ ...turn, urls });
    }).not.toThrow();
  });

  it.each([
    ["no relay", { ...turn, urls: [] }],
    ["another scheme", { ...turn, urls: ["stun:relay.example"] }],
    ["a credential in the address", { ...turn, urls: ["turn:me:secret@relay.example"] }],
    ["a short secret", { ...turn, secret: "short" }],
  ])("are refused with %s", (_what, options) => {
    expect(() => {
      checkTurn(options);
    }).toThrow(expect.objectContaining({ code: "sfu/options" }));
  });
});
