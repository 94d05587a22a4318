import { describe, expect, it } from "vitest";
import { answerFor } from "./rules.ts";

const scope = "https://sotto.example/app/";
const files = ["assets/index-abc.js"];
const asked = (path: string, isNavigation = false, method = "GET") =>
  answerFor({ method, url: new URL(path, scope).href, isNavigation }, scope, files);

describe("the service worker", () => {
  it("keeps the page and the files of the shell, and nothing else", () => {
    expect(asked("./", true)).toBe("page");
    expect(asked("index.html", true)).toBe("page");
    expect(asked("assets/index-abc.js")).toBe("file");
    expect(asked("assets/call-def.js")).toBe("network");
    expect(asked("bundle.json")).toBe("network");
  });

  it("leaves pages for frames, other places and other origins alone", () => {
    expect(asked("embed.html", true)).toBe("network");
    expect(asked("../elsewhere/", true)).toBe("network");
    expect(asked("https://other.example/app/assets/index-abc.js")).toBe("network");
    expect(asked("assets/index-abc.js?x=1")).toBe("network");
    expect(asked("./", true, "POST")).toBe("network");
  });
});
