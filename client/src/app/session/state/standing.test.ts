import { expect, it } from "vitest";
import type { CallPolicy } from "../../../sdk/index.ts";
import { aCallState, oneself } from "../../fixtures/people.ts";
import { doingOf, standingOf } from "./standing.ts";

const me = oneself("Mara");
const policy: CallPolicy = {
  ...{ lobby: false, locked: false, sizeLimit: 500, share: "hosts", record: "all" },
  ...{ banned: [], named: [me.deviceFingerprint] },
};
const state = { ...aCallState([me]), policy };

it("lets whoever is host by name present and end it", () => {
  expect(standingOf({ ...state, role: "host" })).toEqual({ mayPresent: true, mayEnd: true });
  expect(standingOf({ ...state, role: "cohost" })).toEqual({ mayPresent: true, mayEnd: false });
});

it("lets a viewer who stands in for an absent host do neither", () => {
  const others = { ...policy, named: ["AAAA"] };
  expect(standingOf({ ...state, policy: others, role: "host" })).toEqual({
    mayPresent: false,
    mayEnd: false,
  });
});

it("lets everybody present where the group says so, and nobody before it has said anything", () => {
  const open: CallPolicy = { ...policy, share: "all", named: [] };
  expect(standingOf({ ...state, policy: open, role: "guest" })).toEqual({ mayPresent: true, mayEnd: false });
  expect(standingOf(aCallState([])).mayPresent).toBe(false);
});

it("says what somebody does, and of who stands in as host that they watch", () => {
  const watching = { ...me, role: "host" as const };
  expect(doingOf(watching, policy)).toBe("mayPresent");
  expect(doingOf(watching, { ...policy, named: [] })).toBe("watches");
  expect(doingOf({ ...watching, role: "guest" }, policy)).toBe("watches");
  expect(doingOf({ ...watching, screen: { ...me.screen, on: true } }, undefined)).toBe("presents");
});
