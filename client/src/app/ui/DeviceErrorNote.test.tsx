import { describe, expect, it } from "vitest";
import { draw, textOf } from "../fixtures/render.tsx";
import type { DeviceErrorKind } from "../state/deviceError.ts";
import type { Platform } from "../media/platform.ts";
import { DeviceErrorNote } from "./DeviceErrorNote.tsx";

const KINDS: DeviceErrorKind[] = [
  "NotAllowed",
  "PagePolicy",
  "NotFound",
  "NotReadable",
  "Overconstrained",
  "Ended",
  "Effect",
  "Other",
];
const note = (
  kind: "microphone" | "camera",
  error: DeviceErrorKind,
  status: "failed" | "on" = "failed",
  platform: Platform = { system: "windows", browser: "chromium" },
) =>
  draw(
    <DeviceErrorNote kind={kind} capture={{ status, error }} onRetry={() => undefined} platform={platform} />,
  );

describe("DeviceErrorNote", () => {
  it("has different words for each kind of error and each device", () => {
    const texts = KINDS.flatMap((error) => [
      textOf(note("microphone", error)),
      textOf(note("camera", error)),
    ]);
    expect(new Set(texts).size).toBe(2 * KINDS.length);
  });

  it("says that joining goes without, and offers to try again", () => {
    expect(textOf(note("camera", "NotAllowed"))).toContain("You can join all the same");
    expect(note("camera", "NotAllowed")).toContain("retry-camera");
  });

  it("says where to allow it: in the browser, or in the system if that keeps it back", () => {
    const firefox: Platform = { system: "linux", browser: "firefox" };
    expect(textOf(note("camera", "NotAllowed"))).toContain("switch “Camera” on there");
    expect(textOf(note("camera", "NotAllowed", "failed", firefox))).toContain("take back the block");
    expect(note("microphone", "SystemBlocked")).toContain('href="ms-settings:privacy-microphone"');
    expect(textOf(note("microphone", "SystemBlocked", "failed", firefox))).toContain("Privacy › Microphone");
    expect(note("microphone", "SystemBlocked", "failed", firefox)).not.toContain("href");
    expect(note("microphone", "NotFound")).not.toContain("device-help");
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
