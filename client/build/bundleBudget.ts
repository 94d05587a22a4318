import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** The entry that people load; the one for frames loads nothing more than a part of the same. */
const ENTRY = "index";

/** JavaScript that the join page needs before it can be used, bytes compressed. */
const FIRST_LOAD_BUDGET = 150_000;

/** Writes `bundle.json`, a report of what is loaded first and what later, and fails the build over the budget. */
export function bundleBudget(): Plugin {
  return {
    name: "sotto:bundle-budget",
    apply: "build",
    generateBundle(_options, bundle) {
      const chunks = new Map(
        Object.values(bundle)
          .filter((output) => output.type === "chunk")
          .map((chunk) => [chunk.fileName, { ...chunk, bytes: gzipSync(chunk.code).length }]),
      );
      const first = new Set<string>();
      const visit = (file: string): void => {
        if (first.has(file)) return;
        first.add(file);
        for (const imported of chunks.get(file)?.imports ?? []) visit(imported);
      };
      for (const [file, { isEntry, name }] of chunks) if (isEntry && name === ENTRY) visit(file);
      const firstBytes = [...first].reduce((sum, file) => sum + (chunks.get(file)?.bytes ?? 0), 0);
      const rows = [...chunks].map(([file, { bytes }]) => ({
        file,
        gzipBytes: bytes,
        first: first.has(file),
      }));
      const report = {
        firstLoadGzipBytes: firstBytes,
        budgetGzipBytes: FIRST_LOAD_BUDGET,
        chunks: rows.toSorted((a, b) => b.gzipBytes - a.gzipBytes),
      };
      this.emitFile({ type: "asset", fileName: "bundle.json", source: JSON.stringify(report, null, 2) });
      if (firstBytes === 0) this.error("nothing is loaded first: what is the entry called now?");
      if (firstBytes > FIRST_LOAD_BUDGET)
        this.error(`the first load is ${firstBytes} bytes compressed, more than ${FIRST_LOAD_BUDGET}`);
    },
  };
}
