import { describe, expect, it } from "vitest";
import { honestSource, withheldByPages } from "./pagePolicy.ts";
import { frameStorage } from "./storage.ts";
import { themed } from "./theme.ts";

describe("what pages keep from a frame", () => {
  const document = (allowed: readonly string[]) => ({
    featurePolicy: { allowsFeature: (feature: string) => allowed.includes(feature) },
  });
  const source = {
    getUserMedia: () => Promise.resolve("a stream" as unknown as MediaStream),
    enumerateDevices: () => Promise.resolve([]),
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  };

  it("is known where the browser tells", () => {
    expect(withheldByPages(document(["microphone"]))).toEqual(["camera", "screen"]);
    expect(withheldByPages({})).toEqual([]);
  });
  it("is told apart from a person who says no", async () => {
    const devices = honestSource(source, ["camera"]);
    await expect(devices.getUserMedia({ audio: true, video: true })).rejects.toMatchObject({
      name: "PagePolicyError",
    });
    await expect(devices.getUserMedia({ audio: true })).resolves.toBe("a stream");
  });
});

describe("a theme", () => {
  it("settles what the system would decide, and nothing else", () => {
    const query = "(prefers-contrast: more) and (prefers-color-scheme: dark)";
    expect(themed(query, "dark")).toBe("(prefers-contrast: more) and (min-width: 0)");
    expect(themed(query, "light")).toBe("(prefers-contrast: more) and (max-width: 0)");
    expect(themed("(max-width: 30rem)", "dark")).toBe("(max-width: 30rem)");
  });
});

describe("a page's devices", () => {
  it("are wished for by id or label, over what was chosen before", () => {
    const chosen = { camera: { id: "old", label: "Old" }, microphone: { id: "m", label: "M" } };
    const real = { getItem: (key: string) => (key === "sotto.choices" ? JSON.stringify(chosen) : null) };
    const storage = frameStorage(real, { devices: { videoInput: "Desk camera" } });
    expect(JSON.parse(storage.getItem("sotto.choices") ?? "")).toMatchObject({
      camera: { id: "Desk camera", label: "Desk camera" },
      microphone: { id: "m" },
    });
  });
});
