import { describe, expect, it } from "vitest";
import { draw, textOf } from "../fixtures/render.tsx";
import type { DeviceErrorKind } from "../state/deviceError.ts";
import { DeviceErrorNote } from "./DeviceErrorNote.tsx";

const KINDS: DeviceErrorKind[] = [
  "NotAllowed",
  "NotFound",
  "NotReadable",
  "Overconstrained",
  "Ended",
  "Effect",
  "Other",
];
const note = (kind: "microphone" | "camera", error: DeviceErrorKind, status: "failed" | "on" = "failed") =>
  draw(<DeviceErrorNote kind={kind} capture={{ status, error }} onRetry={() => undefined} />);

describe("DeviceErrorNote", () => {
  it("has different words for each kind of error and each device", () => {
    const texts = KINDS.flatMap((error) => [
      textOf(note("microphone", error)),
      textOf(note("camera", error)),
    ]);
    expect(new Set(texts).size).toBe(14);
  });

  it("says that joining goes without, and offers to try again", () => {
    expect(textOf(note("camera", "NotAllowed"))).toContain("You can join all the same");
    expect(note("camera", "NotAllowed")).toContain("retry-camera");
  });

  it("is a mere remark while another device works", () => {
    expect(note("camera", "Overconstrained", "on")).not.toContain("retry-camera");
  });

  it("is nothing without an error", () => {
    expect(
      draw(<DeviceErrorNote kind="camera" capture={{ status: "off" }} onRetry={() => undefined} />),
    ).toBe("");
  });
});
