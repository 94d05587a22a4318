import { expect, it } from "vitest";
import { SendPace } from "./SendPace.ts";

const limits = { messagesPerSecond: 10, bytesPerSecond: 1_000, burstBytes: 2_000 };

it("lets a burst go, and then as much as the server takes", () => {
  const pace = new SendPace(limits, 0);
  for (let count = 0; count < 10; count++) expect(pace.take(10, 1, 0)).toBe(0);
  const wait = pace.take(10, 1, 0);
  expect(wait).toBeGreaterThan(0);
  expect(pace.take(10, 1, wait - 1)).toBeGreaterThan(0);
  expect(pace.take(10, 1, wait)).toBe(0);
});

it("counts bytes once for each receiver, and lets what is too large for any burst go with a whole one", () => {
  const pace = new SendPace(limits, 0);
  expect(pace.take(400, 4, 0)).toBe(0);
  expect(pace.take(400, 1, 0)).toBe(500);
  expect(pace.take(400, 1_000, 2_000)).toBe(0);
  expect(pace.take(1, 1, 2_000)).toBeGreaterThan(0);
});

it("stays below what the server would drop", () => {
  const pace = new SendPace(limits, 0);
  let sent = 0;
  for (let now = 0; now < 60_000; now++) if (pace.take(100, 1, now) === 0) sent += 100;
  expect(sent).toBeLessThan(60 * limits.bytesPerSecond);
  expect(sent).toBeGreaterThan(40 * limits.bytesPerSecond);
});
