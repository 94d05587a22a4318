import { describe, expect, it } from "vitest";
import { aPerson, oneself, SILENT, STOPPED, WAITING } from "../../../fixtures/people.ts";
import { draw, textOf } from "../../../fixtures/render.tsx";
import { tileOf } from "../../../state/tiles.ts";
import { Tile } from "./Tile.tsx";

const settings: MediaTrackSettings = {};
const track = { id: "picture", getSettings: () => settings } as MediaStreamTrack;

describe("Tile", () => {
  it("shows initials and name, and no picture without one", () => {
    const html = draw(<Tile tile={tileOf(aPerson("Ana Lima"))} />);
    expect(textOf(html)).toBe("AL Ana Lima");
    expect(html).not.toContain("<video");
    expect(html).not.toContain("tile-muted");
  });

  it("mirrors one's own picture and nobody else's", () => {
    const camera = { on: true, state: "live", track } as const;
    expect(draw(<Tile tile={tileOf(oneself("Mara", { camera }))} />)).toMatch(/<video class="[^"]*mirrored/);
    expect(draw(<Tile tile={tileOf(aPerson("Ana", { camera }))} />)).not.toMatch(/mirrored/);
  });

  it("never plays sound by a picture", () => {
    const camera = { on: true, state: "live", track } as const;
    expect(draw(<Tile tile={tileOf(aPerson("Ana", { camera }))} />)).toMatch(/<video[^>]* muted=""/);
  });

  it("says in words, in the language at hand, whose key is awaited", () => {
    const tile = tileOf(aPerson("Ana", { camera: WAITING }));
    expect(textOf(draw(<Tile tile={tile} />))).toContain("Waiting for Ana's key…");
    expect(textOf(draw(<Tile tile={tile} />, "de"))).toContain("Warte auf den Schlüssel von Ana…");
  });

  it("names the muted for those who do not see the icon", () => {
    const html = draw(<Tile tile={tileOf(aPerson("Ana", { microphone: SILENT }))} />);
    expect(html).toContain('aria-label="Ana, muted"');
    expect(html).toContain("tile-muted");
  });

  it("says that one's own camera was stopped", () => {
    expect(draw(<Tile tile={tileOf(oneself("Mara", { camera: STOPPED }))} />)).toContain("tile-stopped");
  });

  it("shows a name as text, whatever is in it", () => {
    expect(draw(<Tile tile={tileOf(aPerson("<img src=x>"))} />)).not.toContain("<img");
  });
});
