import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "vite";
import { classicScript } from "./classicScript.ts";

/** Chunks that are fetched right after the first ones: the languages. */
const SHELL_CHUNKS = new Set(["en", "de"]);

/** Builds `/sw.js`, the service worker: one classic script that knows which files the first page needs. */
export function shell(): Plugin {
  return {
    name: "sotto:shell",
    apply: "build",
    async writeBundle({ dir = "." }, bundle) {
      const files = new Set<string>();
      const visit = (file: string): void => {
        const chunk = bundle[file];
        if (chunk?.type !== "chunk" || files.has(file)) return;
        files.add(file);
        for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style);
        for (const imported of chunk.imports) visit(imported);
      };
      for (const output of Object.values(bundle)) {
        if (output.type !== "chunk") continue;
        const isFirst = output.isEntry && output.name === "index";
        if (isFirst || SHELL_CHUNKS.has(output.name)) visit(output.fileName);
      }
      if (files.size === 0) this.error("the shell has no files: what is the entry called now?");
      const list = ["favicon.svg", ...files].sort();
      const version = createHash("sha256").update(list.join("\n")).digest("hex").slice(0, 16);
      await writeFile(
        join(dir, "sw.js"),
        await classicScript("shell/worker.ts", { __SHELL__: JSON.stringify({ version, files: list }) }),
      );
    },
  };
}
