import { describe, expect, it, vi } from "vitest";
import { fetchPart } from "./fetching.ts";

/** A part that comes after some requests were lost. */
function losing(requests: number) {
  let asked = 0;
  return vi.fn(() =>
    ++asked > requests ? Promise.resolve("part") : Promise.reject(new Error(`lost ${asked}`)),
  );
}

describe("a part of the app", () => {
  it("is asked for once where that is enough", async () => {
    const load = losing(0);
    await expect(fetchPart(load, [0, 0])).resolves.toBe("part");
    expect(load).toHaveBeenCalledOnce();
  });

  it("is asked for again where requests are lost", async () => {
    await expect(fetchPart(losing(2), [0, 0])).resolves.toBe("part");
  });

  it("fails as its last request did", async () => {
    const load = losing(9);
    await expect(fetchPart(load, [0, 0])).rejects.toThrow("lost 3");
    expect(load).toHaveBeenCalledTimes(3);
  });
});
