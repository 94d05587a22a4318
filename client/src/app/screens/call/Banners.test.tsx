import { describe, expect, it } from "vitest";
import { draw, textOf } from "../../fixtures/render.tsx";
import { Banners } from "./Banners.tsx";

describe("Banners", () => {
  it("are read out when they come: the live region is there before them", () => {
    expect(draw(<Banners banners={[]} />)).toMatch(/^<div [^>]*role="status"[^>]*><\/div>$/);
  });

  it("say which own stream was stopped and why", () => {
    const html = draw(<Banners banners={[{ code: "transform/stopped", source: "camera" }]} />);
    expect(textOf(html)).toContain("Your camera was stopped because this browser did not encrypt it.");
    expect(html).toContain('data-code="transform/stopped" data-source="camera"');
  });

  it("say that the call goes on without the key server", () => {
    const html = draw(<Banners banners={[{ code: "keyserver/away" }]} />);
    expect(textOf(html)).toContain("The call goes on, keys are not being changed.");
  });
});
