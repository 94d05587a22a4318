import { describe, expect, it } from "vitest";
import { ninjaProgress } from "./progress.mjs";

function collect(isTTY: boolean) {
  let text = "";
  const out = { isTTY, write: (more: string) => (text += more) };
  return { progress: ninjaProgress(out, "worker"), text: () => text };
}

describe("build progress", () => {
  it("is a line every ten per cent or so in a log, and ends at the end", () => {
    const { progress, text } = collect(false);
    for (let done = 1; done <= 180; done += 1) progress.onOutput(`[${done}/180] Compiling x.cpp\n`);
    progress.end();
    const lines = text().trim().split("\n");
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toBe("[set-up] worker: 100 %");
  });

  it("is one line that is written over on a terminal", () => {
    const { progress, text } = collect(true);
    progress.onOutput("[1/9] Compiling a.cpp\n[2/9] Compiling b.cpp\n");
    progress.end();
    expect(text()).not.toContain("\n");
    expect(text()).toContain("\r[set-up] worker: 2 of 9");
  });

  it("puts lines together that arrive in pieces, and ignores compiler output", () => {
    const { progress, text } = collect(false);
    progress.onOutput("warning: [9/9] in a message\n[1");
    expect(text()).toBe("");
    progress.onOutput("/2] Compiling a.cpp\n");
    expect(text()).toBe("[set-up] worker: 50 %\n");
  });
});
