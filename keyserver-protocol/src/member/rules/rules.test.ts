import { describe, expect, it } from "vitest";
import type { ProposalView } from "../mls/index.ts";
import type { LeafIndex } from "@sotto/shared/ids";
import type { PathCost } from "../mls/index.ts";
import { authorizeCommit } from "./authorizeCommit.ts";
import {
  mayBeRemoved,
  NO_EVIDENCE,
  offendersOf,
  shouldBeRemoved,
  withGaps,
  withMessage,
  withOffender,
} from "./evidence.ts";
import { initialPolicy } from "./policy.ts";
import { add, credentialOf, device, leaf, member, remove } from "./testing.ts";
import { commitOrder, rotationOrder } from "./turns.ts";

/** The host is at leaf 2. */
const policy = initialPolicy(device(102));

const roster = [member(0), member(1), member(2)];
const newcomer = credentialOf(7, 7, 1, 7);

function judged(proposals: ProposalView[], evidence = NO_EVIDENCE, by = 0, people = roster, rules = policy) {
  return authorizeCommit(rules, people, leaf(by), proposals, evidence);
}

describe("commit rules", () => {
  it("allow fresh entropy, and joiners, from anybody in the call", () => {
    expect(judged([], NO_EVIDENCE, 2)).toBeUndefined();
    expect(judged([add(newcomer)], NO_EVIDENCE, 1)).toBeUndefined();
    expect(judged([add(newcomer), add(credentialOf(8, 8, 1, 8), 61)])).toBeUndefined();
  });

  it("allow nothing from who is not in the call", () => {
    expect(judged([], NO_EVIDENCE, 3)).toBe("the sender is not in the call");
  });

  it("allow nothing else", () => {
    for (const name of ["psk", "reinit", "external_init", "group_context_extensions", "update", "61440"]) {
      expect(judged([{ kind: "other", name }])).toBe(`not allowed: ${name}`);
    }
  });

  it("keep the call within its size", () => {
    const full = { ...policy, sizeLimit: 3 };
    expect(judged([add(newcomer)], NO_EVIDENCE, 0, roster, full)).toBe("the call is full");
    expect(judged([add(newcomer), remove(2)], withLeft(2), 0, roster, full)).toBeUndefined();
  });

  it("refuse a joiner whose credential is for another leaf, or none at all", () => {
    const foreign = { ...add(newcomer), leafPublicKey: new Uint8Array(32).fill(9) } as ProposalView;
    const garbage = { ...add(newcomer), identity: new Uint8Array(9) } as ProposalView;
    expect(judged([foreign])).toMatch(/not for its leaf/);
    expect(judged([garbage])).toMatch(/not for its leaf/);
  });

  it("refuse a joiner that uses a key of a member or of another joiner", () => {
    expect(judged([add(newcomer, 151)])).toMatch(/key that is in use/);
    expect(judged([add(credentialOf(7, 7, 1, 101))])).toMatch(/key that is in use/);
    expect(judged([add(newcomer), add(credentialOf(8, 8, 1, 8))])).toMatch(/key that is in use/);
  });

  it("refuse one participant twice, in the call or in the commit", () => {
    expect(judged([add(credentialOf(101, 101, 9, 7))])).toMatch(/in the call already/);
    expect(judged([add(newcomer), add(credentialOf(7, 7, 2, 8), 61)])).toMatch(/added twice/);
  });

  it("let a newer self replace the older one, in one commit, and not the other way round", () => {
    expect(judged([remove(1), add(credentialOf(101, 101, 6, 7))])).toBeUndefined();
    expect(judged([remove(1), add(credentialOf(101, 101, 5, 7))])).toMatch(/older than its leaf/);
    expect(judged([remove(1), add(credentialOf(101, 102, 6, 7))])).toBe("a removal without a reason");
  });

  it("let somebody be removed for a reason that the log shows, and for nothing else", () => {
    expect(judged([remove(1)])).toBe("a removal without a reason");
    expect(judged([remove(1)], withLeft(1))).toBeUndefined();
    expect(judged([remove(2)], withLeft(1))).toBe("a removal without a reason");
    expect(judged([remove(1)], withOffender(NO_EVIDENCE, leaf(1)))).toBeUndefined();
  });

  it("let nobody remove themselves, a blank leaf, or a member twice", () => {
    expect(judged([remove(0)], withLeft(0))).toBe("nobody can remove themselves");
    expect(judged([remove(7)], withLeft(7))).toBe("nobody is at a removed leaf");
    expect(judged([remove(1), remove(1)], withLeft(1))).toBe("one member is removed twice");
  });
});

function withLeft(index: number) {
  return withMessage(NO_EVIDENCE, leaf(index), { type: "leave" });
}

describe("evidence", () => {
  it("lets a probed member stay that says anything at all", () => {
    const asked = withMessage(NO_EVIDENCE, leaf(0), { type: "probe", leaf: leaf(1) });
    expect(shouldBeRemoved(asked, leaf(1))).toBe(true);
    expect(shouldBeRemoved(withMessage(asked, leaf(2), { type: "alive" }), leaf(1))).toBe(true);
    expect(shouldBeRemoved(withMessage(asked, leaf(1), { type: "alive" }), leaf(1))).toBe(false);
    expect(shouldBeRemoved(withMessage(asked, leaf(1), undefined), leaf(1))).toBe(false);
  });

  it("allows a commit that was on its way when the probed member answered", () => {
    const asked = withMessage(NO_EVIDENCE, leaf(0), { type: "probe", leaf: leaf(1) });
    expect(mayBeRemoved(withMessage(asked, leaf(1), { type: "alive" }), leaf(1))).toBe(true);
  });

  it("knows that something may be missing until another log begins", () => {
    const offended = withOffender(NO_EVIDENCE, leaf(1));
    const told = withMessage(withGaps(offended), leaf(0), { type: "leave" });
    expect([NO_EVIDENCE.isWhole, told.isWhole, offendersOf(told).isWhole]).toEqual([true, false, true]);
    expect([...offendersOf(told).offenders, ...offendersOf(told).left]).toEqual([1]);
  });

  it("counts only probes after the last sign of life", () => {
    const alive = withMessage(NO_EVIDENCE, leaf(1), { type: "alive" });
    expect(mayBeRemoved(withMessage(alive, leaf(0), { type: "probe", leaf: leaf(1) }), leaf(1))).toBe(true);
  });

  it("keeps a goodbye whatever comes after, and takes nobody's word for another's goodbye", () => {
    const left = withMessage(withLeft(1), leaf(1), { type: "alive" });
    expect(mayBeRemoved(left, leaf(1))).toBe(true);
    expect(mayBeRemoved(left, leaf(0))).toBe(false);
  });

  it("does not let a member probe itself out of the call", () => {
    const asked = withMessage(NO_EVIDENCE, leaf(1), { type: "probe", leaf: leaf(1) });
    expect(mayBeRemoved(asked, leaf(1))).toBe(false);
  });
});

describe("turns", () => {
  /** A call whose members have these prices; the others cost 5 ciphertexts and spare none. */
  const costs = (count: number, special: Record<number, Partial<PathCost>> = {}): PathCost[] =>
    Array.from({ length: count }, (_, index) => ({
      leaf: leaf(index),
      ciphertexts: 5,
      spared: 0,
      hasCommitted: true,
      ...special[index],
    }));
  const nobody = new Set<LeafIndex>();

  it("let the lowest leaf that is there commit what is needed in a small call", () => {
    const small = costs(4, { 3: { ciphertexts: 1, spared: 90 }, 1: { hasCommitted: false } });
    expect(commitOrder(small, nobody)).toEqual([0, 1, 2, 3]);
    expect(commitOrder(small, new Set([leaf(0)]))).toEqual([1, 2, 3]);
  });

  it("let newcomers refresh the keys of a small call first, then go round from the last committer", () => {
    const small = costs(4, { 2: { hasCommitted: false } });
    expect(rotationOrder(small, leaf(1), nobody)).toEqual([2, 3, 0, 1]);
    expect(rotationOrder(small, undefined, nobody)).toEqual([2, 0, 1, 3]);
    expect(rotationOrder(small, leaf(0), new Set([leaf(2)]))).toEqual([1, 3, 0]);
  });

  it("let who makes this commit and the next ones cheapest commit in a large call", () => {
    // In a call of nine, 18 spared are worth two ciphertexts.
    const large = costs(9, { 4: { ciphertexts: 4 }, 6: { spared: 18 }, 7: { ciphertexts: 6, spared: 18 } });
    expect(commitOrder(large, nobody)).toEqual([6, 4, 7, 0, 1, 2, 3, 5, 8]);
    expect(commitOrder(large, new Set([leaf(6)])).slice(0, 2)).toEqual([4, 7]);
  });

  it("let who is known to be able to commit stand in for the first", () => {
    const special = { hasCommitted: false, spared: 40 };
    const large = costs(9, { 3: special, 4: special, 5: special });
    expect(commitOrder(large, nobody)).toEqual([3, 0, 1, 2, 6, 7, 8, 4, 5]);
  });

  it("let who spares later commits most refresh the keys of a large call first", () => {
    const large = costs(9, { 2: { spared: 9 }, 5: { spared: 36 }, 7: { spared: 8, hasCommitted: false } });
    expect(rotationOrder(large, leaf(3), nobody)).toEqual([5, 2, 7, 4, 6, 8, 0, 1, 3]);
  });
});
