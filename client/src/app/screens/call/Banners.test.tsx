import { describe, expect, it } from "vitest";
import { draw, textOf } from "../../fixtures/render.tsx";
import { Banners } from "./Banners.tsx";

const nothing = () => undefined;

describe("Banners", () => {
  it("are read out when they come: the live region is there before them", () => {
    expect(draw(<Banners banners={[]} onRejoin={nothing} />)).toMatch(
      /^<div [^>]*role="status"[^>]*><\/div>$/,
    );
  });

  it("say which own stream was stopped and why", () => {
    const html = draw(
      <Banners banners={[{ code: "transform/stopped", source: "camera" }]} onRejoin={nothing} />,
    );
    expect(textOf(html)).toContain("Your camera was stopped because this browser did not encrypt it.");
    expect(html).toContain('data-code="transform/stopped" data-source="camera"');
  });

  it("say that the call goes on without the key server", () => {
    const html = draw(<Banners banners={[{ code: "keyserver/away" }]} onRejoin={nothing} />);
    expect(textOf(html)).toContain("The call goes on, keys are not being changed.");
  });

  it("offer to come anew while the connection is lost, and only then", () => {
    const lost = draw(<Banners banners={[{ code: "sfu/away" }]} onRejoin={nothing} />);
    expect(lost).toContain("rejoin-now");
    expect(draw(<Banners banners={[{ code: "keyserver/away" }]} onRejoin={nothing} />)).not.toContain(
      "rejoin-now",
    );
  });
});
