import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withLock } from "./lock.mjs";

describe("withLock", () => {
  let folder: string;
  const unexpected = () => {
    throw new Error("should not have had to wait");
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sotto-lock-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("holds the lock during the task and gives it back, also after a failure", async () => {
    const lock = join(folder, "lock");
    const result = await withLock(lock, unexpected, async () => existsSync(join(lock, "pid")));
    expect(result).toBe(true);
    expect(existsSync(lock)).toBe(false);
    await expect(withLock(lock, unexpected, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(existsSync(lock)).toBe(false);
  });

  it("lets one task run at a time", async () => {
    const lock = join(folder, "lock");
    const order: string[] = [];
    let releaseFirst = () => {};
    const first = withLock(lock, unexpected, async () => {
      order.push("first begins");
      await new Promise<void>((resolve) => (releaseFirst = resolve));
      order.push("first ends");
    });
    const second = withLock(
      lock,
      () => {
        order.push("second waits");
        releaseFirst();
      },
      async () => void order.push("second runs"),
    );
    await Promise.all([first, second]);
    expect(order).toEqual(["first begins", "second waits", "first ends", "second runs"]);
  });

  it("takes over the lock of a process that has ended", async () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    const lock = join(folder, "lock");
    mkdirSync(lock);
    writeFileSync(join(lock, "pid"), String(pid));
    expect(await withLock(lock, unexpected, async () => "ran")).toBe("ran");
  });
});
