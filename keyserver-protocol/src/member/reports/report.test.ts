import { asEpoch, asParticipantId } from "@sotto/shared/ids";
import { expect, it } from "vitest";
import { decodeSignedReport, encodeReport, MAX_REPORTED_EPOCHS, type Report } from "./report.ts";

const signature = new Uint8Array(64).fill(9);

function report(count: number): Report {
  return {
    sender: asParticipantId(new Uint8Array(16).fill(1)),
    number: 70_000,
    isLive: true,
    epochs: Array.from({ length: count }, (_, index) => ({
      epoch: asEpoch(1_000 - index),
      hash: new Uint8Array(32).fill(index),
    })),
  };
}

function signed(count: number): Uint8Array {
  return Uint8Array.from([...encodeReport(report(count)), ...signature]);
}

it("comes back as it was, with what is signed", () => {
  for (const count of [1, MAX_REPORTED_EPOCHS]) {
    const decoded = decodeSignedReport(signed(count));
    expect(decoded.report).toEqual(report(count));
    expect(decoded.signed).toEqual(encodeReport(report(count)));
    expect(decoded.signature).toEqual(signature);
  }
});

it("is refused with no epoch, too many, some out of order, or anything that is cut or added", () => {
  for (const count of [0, MAX_REPORTED_EPOCHS + 1]) expect(() => decodeSignedReport(signed(count))).toThrow();
  const shuffled = { ...report(2), epochs: report(2).epochs.toReversed() };
  expect(() => decodeSignedReport(Uint8Array.from([...encodeReport(shuffled), ...signature]))).toThrow(
    "order",
  );
  const whole = signed(2);
  for (let length = 0; length < whole.length; length++) {
    expect(() => decodeSignedReport(whole.subarray(0, length))).toThrow();
  }
  expect(() => decodeSignedReport(Uint8Array.from([...whole, 0]))).toThrow();
  for (const [place, value] of [
    [0, 2],
    [21, 2],
  ] as const) {
    const changed = signed(2);
    changed[place] = value;
    expect(() => decodeSignedReport(changed)).toThrow();
  }
});
