import { describe, expect, it } from "vitest";
import { aCallState, aPerson, oneself } from "../fixtures/people.ts";
import { codeChange, follow, judge, NOTHING_CHECKED, type Verification } from "./verification.ts";

const mara = oneself("Mara");
const ana = aPerson("Ana");
const first = aCallState([mara, ana], { epoch: { number: 7, since: 0 }, callCode: "111" });
const rotated = aCallState([mara, ana], { epoch: { number: 8, since: 1 }, callCode: "222" });
const joined = aCallState([mara, ana, aPerson("Zoë")], { epoch: { number: 9, since: 2 }, callCode: "333" });

/** A call in which the code on screen was judged. */
function judged(before: Verification, verdict: Verification["verdict"]): Verification {
  return judge(before, verdict, before.current);
}

describe("verification", () => {
  it("holds the current code and the one just before", () => {
    const after = follow(follow(NOTHING_CHECKED, first), rotated);
    expect(after.current).toMatchObject({ epoch: 8, code: "222" });
    expect(after.previous).toMatchObject({ epoch: 7, code: "111" });
  });

  it("is the same object while nothing changes, so that drawing it ends", () => {
    const unchecked = follow(NOTHING_CHECKED, first);
    expect(follow(unchecked, first)).toBe(unchecked);
    const checked = judged(unchecked, "same");
    expect(follow(checked, first)).toBe(checked);
    const empty = aCallState([]);
    const { epoch: _epoch, callCode: _code, ...without } = empty;
    expect(follow(NOTHING_CHECKED, without)).toBe(NOTHING_CHECKED);
  });

  it("keeps a check over a rotation and over somebody's leaving", () => {
    const checked = judged(follow(NOTHING_CHECKED, first), "same");
    expect(follow(checked, rotated).verdict).toBe("same");
    expect(follow(checked, aCallState([mara], { callCode: "999" })).verdict).toBe("same");
  });

  it("voids a check when somebody joins, and says who", () => {
    const checked = judged(follow(NOTHING_CHECKED, first), "same");
    const after = follow(checked, joined);
    expect(after.verdict).toBe("unchecked");
    expect(after.joinedSince).toEqual(["Zoë"]);
    expect(follow(after, joined)).toBe(after);
  });

  it("keeps a difference until it is compared again", () => {
    const different = judged(follow(NOTHING_CHECKED, first), "different");
    expect(follow(different, joined).verdict).toBe("different");
    expect(judged(different, "unchecked").verdict).toBe("unchecked");
  });

  it("forgets who joined once the newcomers are part of a check", () => {
    const void_ = follow(judged(follow(NOTHING_CHECKED, first), "same"), joined);
    const again = judged(void_, "same");
    expect(again.joinedSince).toEqual([]);
    expect(follow(again, joined).verdict).toBe("same");
  });

  it("says of a code that was kept on screen who had joined by then, and checks nobody else", () => {
    const shown = follow(NOTHING_CHECKED, first);
    const now = follow(shown, joined);
    const checked = judge(now, "same", shown.current);
    expect(follow(checked, joined)).toMatchObject({ verdict: "unchecked", joinedSince: ["Zoë"] });
  });

  it("knows why a code changed", () => {
    const codes = [first, rotated, joined, aCallState([mara], { callCode: "444" })].map(
      (state) => follow(NOTHING_CHECKED, state).current!,
    );
    expect(codeChange(codes[0]!, codes[1]!)).toEqual({ joined: [], left: [] });
    expect(codeChange(codes[0]!, codes[2]!)).toEqual({ joined: ["Zoë"], left: [] });
    expect(codeChange(codes[2]!, codes[3]!)).toEqual({ joined: [], left: ["Ana", "Zoë"] });
  });

  it("takes the members of a code from the moment at which they are known", () => {
    const early = follow(NOTHING_CHECKED, { ...joined, people: [mara, ana] });
    const late = follow(early, joined);
    expect(late.current?.members.size).toBe(3);
    expect(late.previous).toBeUndefined();
  });
});
