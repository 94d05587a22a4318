import { asEpoch, asParticipantId, type ParticipantId } from "@sotto/shared/ids";
import { beforeEach, describe, expect, it } from "vitest";
import { Comparison, CONFIRM_AFTER_LOSS_MS, CONFIRM_MS, NEWCOMER_MS, WITHHELD_MS } from "./comparison.ts";
import type { Report } from "./report.ts";

const START = 1_000_000;
/** Nobody is a newcomer any more. */
const LATER = START + NEWCOMER_MS;
const id = (byte: number): ParticipantId => asParticipantId(new Uint8Array(16).fill(byte));
const [ben, cem, eve] = [id(1), id(2), id(3)];

/** The epoch as one history has it: histories are letters. */
function epochOf(number: number, history = "a") {
  return { epoch: asEpoch(number), hash: new Uint8Array(32).fill(history.charCodeAt(0) + number) };
}

let numbers = 0;
/** A report of these epochs, newest first. */
function report(sender: ParticipantId, ...epochs: ReturnType<typeof epochOf>[]): Report {
  numbers += 1;
  return { sender, number: numbers, isLive: true, epochs };
}

let comparison: Comparison;
beforeEach(() => {
  comparison = new Comparison();
  comparison.begin(epochOf(5), [ben, cem], START);
  comparison.setLive(true, START);
});

describe("a fork", () => {
  it("is found when a member stands by another history", () => {
    comparison.hear(report(ben, epochOf(5, "b")), START);
    expect(comparison.integrity(START)).toBe("ok");
    expect(comparison.isSuspicious).toBe(true);
    comparison.hear(report(ben, epochOf(5, "b")), START + CONFIRM_MS - 1);
    expect(comparison.integrity(START + CONFIRM_MS)).toBe("ok");
    comparison.hear(report(ben, epochOf(5, "b")), START + CONFIRM_MS);
    expect(comparison.integrity(START + CONFIRM_MS)).toBe("forked");
    expect(comparison.forkedBy).toBe("AQEBAQEBAQEBAQEBAQEBAQ");
  });

  it("is found in an epoch that both have left behind, and is for good", () => {
    comparison.begin(epochOf(6), [ben, cem], START);
    comparison.begin(epochOf(7), [ben, cem], START);
    for (const at of [START, START + CONFIRM_MS]) {
      comparison.hear(report(ben, epochOf(9, "b"), epochOf(6, "b")), at);
    }
    comparison.hear(report(ben, epochOf(7)), START + CONFIRM_MS + 1);
    comparison.begin(epochOf(8), [cem], START);
    expect(comparison.integrity(START + 100_000)).toBe("forked");
  });

  it("is found when ours is the history that lags behind", () => {
    comparison.hear(report(ben, epochOf(6, "b"), epochOf(5)), START);
    expect(comparison.isSuspicious).toBe(false);
    comparison.begin(epochOf(6), [ben, cem], START);
    for (const at of [START + 1, START + 1 + CONFIRM_MS]) comparison.hear(report(ben, epochOf(6, "b")), at);
    expect(comparison.integrity(START + 1 + CONFIRM_MS)).toBe("forked");
  });

  it("is none if the member comes over", () => {
    comparison.hear(report(ben, epochOf(5, "b")), START);
    comparison.hear(report(ben, epochOf(5)), START + CONFIRM_MS);
    comparison.hear(report(ben, epochOf(5, "b")), START + CONFIRM_MS);
    expect(comparison.integrity(START + CONFIRM_MS)).toBe("ok");
  });

  it("is none if the member leaves, as who joins anew does", () => {
    comparison.hear(report(ben, epochOf(5, "b")), START);
    comparison.begin(epochOf(6), [cem, eve], START);
    comparison.hear(report(eve, epochOf(6)), START + CONFIRM_MS);
    expect(comparison.isSuspicious).toBe(false);
    expect(comparison.integrity(START + CONFIRM_MS)).toBe("ok");
  });

  it("is not found by who has lost the log, or with who has", () => {
    for (const at of [START, START + CONFIRM_MS]) {
      comparison.hear({ ...report(ben, epochOf(5, "b")), isLive: false }, at);
    }
    comparison.setLive(false, START + CONFIRM_MS);
    for (const at of [2, 3]) comparison.hear(report(cem, epochOf(5, "b")), START + at * CONFIRM_MS);
    expect(comparison.integrity(START + 3 * CONFIRM_MS)).toBe("ok");
    expect(comparison.isSuspicious).toBe(false);
  });

  it("takes longer to find after the log was lost: histories may have parted by mishap", () => {
    comparison.setLost(true);
    for (const at of [START, START + CONFIRM_AFTER_LOSS_MS - 1]) {
      comparison.hear(report(ben, epochOf(5, "b")), at);
    }
    expect(comparison.integrity(START + CONFIRM_AFTER_LOSS_MS)).toBe("ok");
    comparison.hear(report(ben, epochOf(5, "b")), START + CONFIRM_AFTER_LOSS_MS);
    expect(comparison.integrity(START + CONFIRM_AFTER_LOSS_MS)).toBe("forked");
  });

  it("leaves the smaller side outnumbered, and of two equal ones the one without the lowest id", () => {
    const sides = (self: ParticipantId, others: ParticipantId[], deviants: ParticipantId[]) => {
      const side = new Comparison();
      side.begin(epochOf(5), others, START);
      side.setLive(true, START);
      for (const other of deviants) side.hear(report(other, epochOf(5, "b")), START);
      expect(side.isOutnumbered(self, START + CONFIRM_MS - 1)).toBe(false);
      return side.isOutnumbered(self, START + CONFIRM_MS);
    };
    expect(sides(ben, [cem, eve], [cem, eve])).toBe(true);
    expect(sides(cem, [ben, eve], [ben])).toBe(false);
    expect(sides(ben, [cem], [cem])).toBe(false);
    expect(sides(cem, [ben], [ben])).toBe(true);
    expect(sides(cem, [ben], [])).toBe(false);
  });

  it("cannot be claimed by who is no member, or was none then", () => {
    for (const at of [START, START + CONFIRM_MS]) {
      expect(comparison.hear(report(eve, epochOf(5, "b")), at)).toBe("stranger");
    }
    comparison.begin(epochOf(6), [ben], START);
    for (const at of [START, START + CONFIRM_MS]) comparison.hear(report(cem, epochOf(6, "b")), at);
    expect(comparison.integrity(START + CONFIRM_MS)).toBe("ok");
  });
});

describe("a report that is played again", () => {
  it("is known as such", () => {
    const old = report(ben, epochOf(5));
    expect(comparison.hear(old, START)).toBe("taken");
    expect(comparison.hear(old, START + 1)).toBe("replay");
    const [before, after] = [report(ben, epochOf(5)), report(ben, epochOf(5))];
    comparison.hear(after, START + 2);
    expect(comparison.preview(before)).toBe("replay");
  });

  it("raises nothing however old it is", () => {
    const old = Array.from({ length: 200 }, (_, number) => report(ben, epochOf(number)));
    for (let number = 6; number < 200; number++) comparison.begin(epochOf(number), [ben, cem], START);
    for (const [index, replayed] of old.entries()) comparison.hear(replayed, START + 1000 * index);
    expect(comparison.integrity(START + 1_000_000)).toBe("ok");
  });
});

describe("an epoch that is withheld", () => {
  it("is noticed after a while, and over when it comes", () => {
    comparison.hear(report(ben, epochOf(7), epochOf(6), epochOf(5)), START);
    expect(comparison.wakeAt()).toBe(START + WITHHELD_MS);
    expect(comparison.integrity(START + WITHHELD_MS - 1)).toBe("ok");
    expect(comparison.integrity(START + WITHHELD_MS)).toBe("withheld");
    comparison.begin(epochOf(6), [ben, cem], START);
    expect(comparison.integrity(START + WITHHELD_MS)).toBe("withheld");
    comparison.begin(epochOf(7), [ben, cem], START);
    expect(comparison.integrity(START + WITHHELD_MS)).toBe("ok");
    expect(comparison.wakeAt()).toBeUndefined();
  });

  it("counts from the first claim, whatever is claimed later", () => {
    comparison.hear(report(ben, epochOf(6), epochOf(5)), START);
    comparison.hear(report(ben, epochOf(9)), START + WITHHELD_MS - 1);
    expect(comparison.integrity(START + WITHHELD_MS)).toBe("withheld");
  });

  it("is nobody's fault while we do not read the log", () => {
    comparison.hear(report(ben, epochOf(7)), START);
    comparison.setLive(false, START);
    comparison.setLive(false, START + 3_000);
    expect(comparison.integrity(START + 10 * WITHHELD_MS)).toBe("ok");
    comparison.setLive(true, START + 10 * WITHHELD_MS);
    expect(comparison.integrity(START + 11 * WITHHELD_MS - 1)).toBe("ok");
    expect(comparison.integrity(START + 11 * WITHHELD_MS)).toBe("withheld");
  });

  it("is still withheld when the log is asked for anew", () => {
    comparison.hear(report(ben, epochOf(7)), START);
    comparison.setLive(false, START + WITHHELD_MS);
    expect(comparison.integrity(START + WITHHELD_MS)).toBe("withheld");
    comparison.setLive(true, START + WITHHELD_MS + 100);
    expect(comparison.integrity(START + WITHHELD_MS + 100)).toBe("withheld");
  });

  it("means that we are left out only if half of the others have it", () => {
    comparison.begin(epochOf(6), [ben, cem, eve], START);
    comparison.hear(report(ben, epochOf(7)), START);
    expect(comparison.isLeftOut(START + 60_000, 20_000)).toBe(false);
    comparison.hear(report(cem, epochOf(7)), START + 50_000);
    expect(comparison.isLeftOut(START + 60_000, 20_000)).toBe(false);
    expect(comparison.isLeftOut(START + 70_000, 20_000)).toBe(true);
  });
});

describe("an epoch", () => {
  it("is reached when every other member has reported it or a later one", () => {
    comparison.hear(report(ben, epochOf(5)), START);
    expect(comparison.isReachedByAll(LATER)).toBe(false);
    comparison.hear(report(cem, epochOf(6), epochOf(5)), START);
    expect(comparison.isReachedByAll(LATER)).toBe(true);
    comparison.begin(epochOf(6), [ben, cem], START);
    expect(comparison.isReachedByAll(LATER)).toBe(false);
    comparison.hear({ ...report(ben, epochOf(6)), isLive: false }, START);
    expect(comparison.isReachedByAll(LATER)).toBe(true);
  });

  it("is not reached by who had said so before we had it, and meant another", () => {
    for (const other of [ben, cem]) comparison.hear(report(other, epochOf(6, "b"), epochOf(5)), START);
    expect(comparison.isReachedByAll(LATER)).toBe(true);
    comparison.begin(epochOf(6), [ben, cem], START);
    expect(comparison.isReachedByAll(LATER)).toBe(false);
  });

  it("is not reached by who has another of that number", () => {
    comparison.hear(report(ben, epochOf(5, "b")), START);
    comparison.hear(report(cem, epochOf(5)), START);
    expect(comparison.isReachedByAll(LATER)).toBe(false);
  });

  it("does not wait for the report of who has just come and has no way to the others yet", () => {
    comparison.hear(report(ben, epochOf(5)), START);
    comparison.hear(report(cem, epochOf(5)), START);
    comparison.begin(epochOf(6), [ben, cem, eve], LATER);
    comparison.hear(report(ben, epochOf(6)), LATER);
    expect(comparison.isReachedByAll(LATER)).toBe(false);
    comparison.hear(report(cem, epochOf(6)), LATER);
    expect(comparison.isReachedByAll(LATER)).toBe(true);
    expect(comparison.isReachedByAll(LATER + NEWCOMER_MS)).toBe(false);
    comparison.hear(report(eve, epochOf(6)), LATER + NEWCOMER_MS);
    expect(comparison.isReachedByAll(LATER + NEWCOMER_MS)).toBe(true);
  });

  it("waits for the report of who has come once it has made one", () => {
    comparison.begin(epochOf(6), [eve], LATER);
    comparison.hear(report(eve, epochOf(6)), LATER);
    comparison.begin(epochOf(7), [eve], LATER);
    expect(comparison.isReachedByAll(LATER)).toBe(false);
  });

  it("is reported with those before it, newest first", () => {
    for (let number = 6; number < 12; number++) comparison.begin(epochOf(number), [ben], START);
    expect(comparison.lastEpochs).toEqual([11, 10, 9, 8].map((number) => epochOf(number)));
  });
});

describe("what a report tells", () => {
  it("is nothing new while it agrees with what we know", () => {
    comparison.begin(epochOf(6), [ben, cem], START);
    expect(comparison.isNews(report(ben, epochOf(6), epochOf(5)))).toBe(false);
    expect(comparison.isNews(report(ben, epochOf(5)))).toBe(false);
    expect(comparison.isNews(report(ben, epochOf(4, "x")))).toBe(false);
  });

  it("is new when it knows another history, or a later epoch", () => {
    expect(comparison.isNews(report(ben, epochOf(5, "b")))).toBe(true);
    expect(comparison.isNews(report(ben, epochOf(6), epochOf(5)))).toBe(true);
  });

  it("is new when somebody agrees who did not", () => {
    comparison.hear(report(ben, epochOf(5, "b")), START);
    expect(comparison.isNews(report(ben, epochOf(5)))).toBe(true);
    comparison.hear(report(ben, epochOf(5)), START);
    expect(comparison.isNews(report(ben, epochOf(5)))).toBe(false);
  });
});
