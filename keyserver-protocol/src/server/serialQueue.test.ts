import { describe, expect, it } from "vitest";
import { SerialQueue } from "./serialQueue.ts";

function gate(): { readonly opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

describe("serial queue", () => {
  it("runs one task of a key at a time, in order, and other keys meanwhile", async () => {
    const queue = new SerialQueue();
    const steps: string[] = [];
    const first = gate();
    const a = queue.run("a", async () => {
      steps.push("a1 begins");
      await first.opened;
      steps.push("a1 ends");
    });
    const b = queue.run("a", async () => steps.push("a2"));
    await queue.run("b", async () => steps.push("b1"));
    first.open();
    await Promise.all([a, b]);
    expect(steps).toEqual(["a1 begins", "b1", "a1 ends", "a2"]);
  });

  it("goes on after a task that failed, which alone is told", async () => {
    const queue = new SerialQueue();
    const failed = queue.run("a", () => Promise.reject(new Error("no")));
    const next = queue.run("a", async () => "done");
    await expect(failed).rejects.toThrow("no");
    await expect(next).resolves.toBe("done");
  });
});
