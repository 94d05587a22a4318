import { asLeafIndex } from "@sotto/shared/ids";
import { describe, expect, it } from "vitest";
import { NO_EVIDENCE, withMessage } from "../rules/index.ts";
import { plan, type LifeSigns, type PlanFacts } from "./plan.ts";
import { PROBE_AGAIN_MS, PROBE_ANSWER_MS, silentAfterMs, STAND_IN_MS } from "./timing.ts";

const NOW = 1_000_000;
const SILENT_MS = silentAfterMs(4);
const leaf = asLeafIndex;
const quiet: LifeSigns = {
  lastHeardAt: NOW,
  suspectSince: undefined,
  goodbyeAt: undefined,
  askedAt: undefined,
  reasonAt: undefined,
  probeSentAt: undefined,
};

/** A call of four, seen by the member at this leaf, in which nothing is to do. */
function facts(self: number, more: Partial<PlanFacts> = {}): PlanFacts {
  const leaves = [0, 1, 2, 3].map(leaf);
  return {
    now: NOW,
    self: leaf(self),
    members: leaves.map((index) => ({ leaf: index })),
    costs: () => leaves.map((index) => ({ leaf: index, ciphertexts: 2, spared: 0, hasCommitted: true })),
    evidence: NO_EVIDENCE,
    lifeSigns: new Map([0, 1, 2, 3].map((index) => [leaf(index), quiet])),
    admissionDueAt: undefined,
    refreshedAt: NOW,
    rotateMs: 30_000,
    lastCommitter: leaf(3),
    ...more,
  };
}

function signs(index: number, changes: Partial<LifeSigns>): Map<ReturnType<typeof leaf>, LifeSigns> {
  const all = new Map(facts(0).lifeSigns);
  return all.set(leaf(index), { ...quiet, ...changes });
}

describe("plan", () => {
  it("does nothing when nothing is due, and says when to look again", () => {
    const idle = { commit: false, remove: [], probe: [], standInMs: 0, wakeAt: NOW + 30_000 };
    expect(plan(facts(0))).toEqual(idle);
    expect(plan(facts(1)).wakeAt).toBe(NOW + SILENT_MS + STAND_IN_MS);
  });

  it("lets the lowest leaf admit when that is due, and each further one later", () => {
    const waiting = (self: number, ms: number) => plan(facts(self, { admissionDueAt: NOW - ms })).commit;
    expect(waiting(0, -1)).toBe(false);
    expect(waiting(0, 0)).toBe(true);
    expect(waiting(1, 0)).toBe(false);
    expect(waiting(1, STAND_IN_MS)).toBe(true);
    expect(plan(facts(2, { admissionDueAt: NOW })).wakeAt).toBe(NOW + 2 * STAND_IN_MS);
  });

  it("removes who said goodbye at once, and does not wait for their turn", () => {
    const evidence = withMessage(NO_EVIDENCE, leaf(0), { type: "leave" });
    const lifeSigns = signs(0, { goodbyeAt: NOW, reasonAt: NOW });
    expect(plan(facts(1, { evidence, lifeSigns }))).toMatchObject({ commit: true, remove: [0], probe: [] });
    expect(plan(facts(2, { evidence, lifeSigns })).commit).toBe(false);
  });

  it("asks who is silent, then removes who does not answer", () => {
    const silent = signs(2, { lastHeardAt: NOW - SILENT_MS });
    expect(plan(facts(0, { lifeSigns: silent })).probe).toEqual([2]);
    expect(plan(facts(1, { lifeSigns: silent })).probe).toEqual([]);

    const evidence = withMessage(NO_EVIDENCE, leaf(0), { type: "probe", leaf: leaf(2) });
    const asked = signs(2, { lastHeardAt: NOW - SILENT_MS, askedAt: NOW, reasonAt: NOW });
    expect(plan(facts(0, { evidence, lifeSigns: asked }))).toMatchObject({ commit: false, probe: [] });
    const later = { evidence, lifeSigns: asked, now: NOW + PROBE_ANSWER_MS };
    expect(plan(facts(0, later))).toMatchObject({ commit: true, remove: [2] });
  });

  it("asks again at once in a new epoch, and then need not wait again", () => {
    const askedAt = NOW - PROBE_ANSWER_MS;
    const before = signs(2, { lastHeardAt: NOW - SILENT_MS, askedAt });
    expect(plan(facts(0, { lifeSigns: before })).probe).toEqual([2]);
    const evidence = withMessage(NO_EVIDENCE, leaf(0), { type: "probe", leaf: leaf(2) });
    const after = signs(2, { lastHeardAt: NOW - SILENT_MS, askedAt, reasonAt: NOW });
    expect(plan(facts(0, { evidence, lifeSigns: after })).remove).toEqual([2]);
  });

  it("does not repeat a probe that is on its way", () => {
    const sent = signs(2, { lastHeardAt: NOW - SILENT_MS, probeSentAt: NOW - 1 });
    expect(plan(facts(0, { lifeSigns: sent })).probe).toEqual([]);
    const lost = signs(2, { lastHeardAt: NOW - SILENT_MS, probeSentAt: NOW - PROBE_AGAIN_MS });
    expect(plan(facts(0, { lifeSigns: lost })).probe).toEqual([2]);
  });

  it("asks a suspect at once", () => {
    expect(plan(facts(0, { lifeSigns: signs(3, { suspectSince: NOW }) })).probe).toEqual([3]);
  });

  it("rotates by turns from the last committer on, with time to stand in", () => {
    const late = (self: number, ms: number) =>
      plan(facts(self, { refreshedAt: NOW - ms, lastCommitter: leaf(1) })).commit;
    expect(late(2, 30_000)).toBe(true);
    expect(late(3, 30_000)).toBe(false);
    expect(late(3, 30_000 + STAND_IN_MS)).toBe(true);
    expect(late(1, 30_000 + 2 * STAND_IN_MS)).toBe(false);
  });

  it("carries out a removal that is not due yet with the next commit only when it has its reason", () => {
    const evidence = withMessage(NO_EVIDENCE, leaf(0), { type: "probe", leaf: leaf(2) });
    const lifeSigns = signs(2, { askedAt: NOW - 1_000, reasonAt: NOW - 1_000 });
    const rotating = { evidence, lifeSigns, refreshedAt: NOW - 30_000 };
    expect(plan(facts(0, rotating))).toMatchObject({ commit: true, remove: [] });
  });
});
