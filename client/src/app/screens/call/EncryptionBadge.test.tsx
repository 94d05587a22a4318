import { describe, expect, it } from "vitest";
import { aCallState, oneself, STOPPED } from "../../fixtures/people.ts";
import { draw, textOf } from "../../fixtures/render.tsx";
import { EncryptionBadge } from "./EncryptionBadge.tsx";

const nothing = () => undefined;
const aged = (seconds: number) => ({ epoch: { number: 7, since: Date.now() - seconds * 1000 - 500 } });

describe("EncryptionBadge", () => {
  it("says encrypted, and when the keys changed", () => {
    const html = draw(<EncryptionBadge state={aCallState([oneself("Mara")], aged(12))} onOpen={nothing} />);
    expect(textOf(html)).toContain("Encrypted keys changed 12 s ago");
    expect(html).toContain('data-epoch="7"');
    expect(html).toContain('data-age="12"');
  });

  it("never says encrypted while that is not proved", () => {
    const state = aCallState([oneself("Mara")], { encrypted: false });
    expect(textOf(draw(<EncryptionBadge state={state} onOpen={nothing} />))).not.toContain("Encrypted");
    const stopped = aCallState([oneself("Mara", { camera: STOPPED })]);
    expect(textOf(draw(<EncryptionBadge state={stopped} onOpen={nothing} />))).not.toContain("Encrypted");
  });
});
