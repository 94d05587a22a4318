import { describe, expect, it } from "vitest";
import { aPerson, oneself } from "../../../fixtures/people.ts";
import { draw, textOf } from "../../../fixtures/render.tsx";
import { RecordingStrip } from "./RecordingStrip.tsx";

const idle = {
  isPossible: true,
  isAllowed: true,
  since: undefined,
  start: () => undefined,
  stop: () => undefined,
};

function strip(
  people: Parameters<typeof RecordingStrip>[0]["people"],
  since?: number,
  language?: "de",
): string {
  return draw(<RecordingStrip people={people} recording={{ ...idle, since }} />, language);
}

describe("the strip of a recording", () => {
  it("is not there while nobody records", () => {
    expect(strip([oneself("Ana"), aPerson("Ben")])).not.toContain("recording");
  });

  it("names everybody who records, and says where it goes", () => {
    const ben = aPerson("Ben", { recording: true });
    expect(textOf(strip([oneself("Ana"), ben]))).toBe("Ben is recording. It is saved on Ben's device.");
    const two = textOf(strip([oneself("Ana"), ben, aPerson("Cleo", { recording: true })], undefined, "de"));
    expect(two).toContain("Ben und Cleo nehmen auf.");
  });

  it("has a way to stop for who records", () => {
    const html = strip([oneself("Ana", { recording: true })], Date.now());
    expect(textOf(html)).toContain("You are recording.");
    expect(html).toContain("recording-stop");
  });
});
