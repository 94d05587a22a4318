import { makeLink, asLinkSecret } from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import { sessionLink } from "../session/state/links.ts";
import { codeGroups } from "../state/callCode.ts";
import { parseRoute, roomHash } from "./route.ts";

const APP = "https://calls.example/app/";
const link = makeLink(APP, asLinkSecret(new Uint8Array(32).fill(7)));

describe("route", () => {
  it.each(["", "#", "#/"])("%j is the start", (hash) => {
    expect(parseRoute(hash, APP)).toEqual({ name: "start" });
  });

  it("finds the room of a link, wherever the app is served from", () => {
    expect(parseRoute(roomHash(link), APP)).toEqual({ name: "room", link });
  });

  it("tells a cut-off link at every length from a call", () => {
    const hash = roomHash(link);
    for (let length = "#/r".length; length < hash.length; length++) {
      expect(parseRoute(hash.slice(0, length), APP)).toEqual({
        name: "brokenLink",
        problem: "link/incomplete",
      });
    }
  });

  it("tells a link with anything too much from a call", () => {
    expect(parseRoute(`${roomHash(link)}x`, APP)).toEqual({ name: "brokenLink", problem: "link/malformed" });
    expect(parseRoute("#/r/%20", APP)).toEqual({ name: "brokenLink", problem: "link/malformed" });
  });

  it.each(["watch", "present"] as const)("finds the session behind the door to %s", (door) => {
    const hash = roomHash(sessionLink(link, door));
    expect(parseRoute(hash, APP)).toEqual({ name: "session", link, door });
    expect(parseRoute(hash.slice(0, -1), APP)).toEqual({ name: "brokenLink", problem: "link/incomplete" });
  });

  it("knows no other addresses", () => {
    expect(parseRoute("#/admin", APP)).toEqual({ name: "unknown" });
  });
});

describe("call code", () => {
  it("is read out in its groups", () => {
    expect(codeGroups(" 482 139  051")).toEqual(["482", "139", "051"]);
  });
});
