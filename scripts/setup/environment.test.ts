import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findBrowser } from "./browser.mjs";
import { cacheFolder } from "./cache-folder.mjs";
import { checkNodeVersion } from "./node-version.mjs";
import { findProgram } from "./test-programs.mjs";

describe("checkNodeVersion", () => {
  it.each(["20.19.0", "20.20.1", "22.0.0", "100.0.0"])("accepts %s", (version) => {
    expect(() => {
      checkNodeVersion(version);
    }).not.toThrow();
  });

  it.each(["20.18.9", "18.20.0", "9.99.99"])("refuses %s and names what is needed", (version) => {
    expect(() => {
      checkNodeVersion(version);
    }).toThrow(`Sotto needs Node 20.19.0 or newer; this is Node ${version}.`);
  });
});

describe("cacheFolder", () => {
  it("prefers SOTTO_CACHE, then XDG_CACHE_HOME", () => {
    expect(cacheFolder({ SOTTO_CACHE: "/c", XDG_CACHE_HOME: "/x" })).toBe("/c");
    expect(cacheFolder({ XDG_CACHE_HOME: "/x" })).toBe(join("/x", "sotto"));
    expect(cacheFolder({})).toMatch(/\.cache.sotto$/);
  });
});

describe("findBrowser", () => {
  const only = (path: string) => (candidate: string) => candidate === path;

  it("takes SOTTO_CHROMIUM at its word", () => {
    expect(findBrowser({ SOTTO_CHROMIUM: "/my/chrome" }, "linux", () => false)).toBe("/my/chrome");
  });

  it("looks along the path", () => {
    expect(findBrowser({ PATH: "/a:/b" }, "linux", only("/b/google-chrome"))).toBe("/b/google-chrome");
  });

  it("looks where macOS keeps applications", () => {
    const path = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
    expect(findBrowser({}, "darwin", only(path))).toBe(path);
  });

  it("finds nothing where there is nothing", () => {
    expect(findBrowser({ PATH: "/a" }, "linux", () => false)).toBeUndefined();
  });
});

describe("findProgram", () => {
  const firefox = { variable: "SOTTO_FIREFOX", names: ["firefox-esr", "firefox"], package: "x", use: "x" };
  const ip = { names: ["ip"], package: "iproute2", use: "x" };

  it("takes the variable at its word", () => {
    expect(findProgram(firefox, { SOTTO_FIREFOX: "/my/firefox", PATH: "/a" }, () => true)).toBe(
      "/my/firefox",
    );
  });

  it("looks along the path for each name, then where system programs are", () => {
    expect(findProgram(firefox, { PATH: "/a:/b" }, (path) => path === "/b/firefox")).toBe("/b/firefox");
    expect(findProgram(ip, { PATH: "/a" }, (path) => path === "/usr/sbin/ip")).toBe("/usr/sbin/ip");
    expect(findProgram(ip, { PATH: "/a" }, () => false)).toBeUndefined();
  });
});
