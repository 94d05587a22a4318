import { describe, expect, it } from "vitest";
import { aCallState, aPerson, oneself } from "../fixtures/people.ts";
import { follow, judge, NOTHING_CHECKED } from "./verification.ts";

const mara = oneself("Mara");
const ana = aPerson("Ana");
const first = aCallState([mara, ana], { epoch: { number: 7, since: 0 }, callCode: "111" });
const rotated = aCallState([mara, ana], { epoch: { number: 8, since: 1 }, callCode: "222" });
const joined = aCallState([mara, ana, aPerson("Zoë")], { epoch: { number: 9, since: 2 }, callCode: "333" });

describe("verification", () => {
  it("holds the current code and the one just before", () => {
    const after = follow(follow(NOTHING_CHECKED, first), rotated);
    expect(after.current).toEqual({ epoch: 8, code: "222" });
    expect(after.previous).toEqual({ epoch: 7, code: "111" });
  });

  it("is the same object while nothing changes, so that drawing it ends", () => {
    const unchecked = follow(NOTHING_CHECKED, first);
    expect(follow(unchecked, first)).toBe(unchecked);
    const checked = judge(unchecked, "same", first);
    expect(follow(checked, first)).toBe(checked);
    const empty = aCallState([]);
    const { epoch: _epoch, callCode: _code, ...without } = empty;
    expect(follow(NOTHING_CHECKED, without)).toBe(NOTHING_CHECKED);
  });

  it("keeps a check over a rotation and over somebody's leaving", () => {
    const checked = judge(follow(NOTHING_CHECKED, first), "same", first);
    expect(follow(checked, rotated).verdict).toBe("same");
    expect(follow(checked, aCallState([mara], { callCode: "999" })).verdict).toBe("same");
  });

  it("voids a check when somebody joins, and says who", () => {
    const checked = judge(follow(NOTHING_CHECKED, first), "same", first);
    const after = follow(checked, joined);
    expect(after.verdict).toBe("unchecked");
    expect(after.joinedSince).toEqual(["Zoë"]);
    expect(follow(after, joined)).toBe(after);
  });

  it("keeps a difference until it is compared again", () => {
    const different = judge(follow(NOTHING_CHECKED, first), "different", first);
    expect(follow(different, joined).verdict).toBe("different");
    expect(judge(different, "unchecked", joined).verdict).toBe("unchecked");
  });

  it("forgets who joined once the newcomers are part of a check", () => {
    const void_ = follow(judge(follow(NOTHING_CHECKED, first), "same", first), joined);
    const again = judge(void_, "same", joined);
    expect(again.joinedSince).toEqual([]);
    expect(follow(again, joined).verdict).toBe("same");
  });
});
