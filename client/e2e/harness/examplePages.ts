import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { build, type Plugin } from "vite";
import type { BuiltClient } from "./build.ts";

const DOCS = new URL("../../../docs/embedding.md", import.meta.url);
const CLIENT = fileURLToPath(new URL("../..", import.meta.url));

/** The examples of the documentation, by the names that they have there. */
export async function documentedExamples(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(DOCS, "utf8");
  const found = text.matchAll(/<!-- example: (\S+) -->\s*```(?:html|tsx)\n([\s\S]*?)```/g);
  return new Map([...found].map(([, name = "", code = ""]) => [name, code]));
}

/** Makes a page of the documentation's React code: one HTML with everything in it, as somebody else's server has it. */
export async function bundleReactExample(code: string): Promise<string> {
  const entry = join(CLIENT, "e2e/example.tsx");
  const virtual: Plugin = {
    name: "documented-example",
    resolveId: (id) => (id === entry ? id : undefined),
    load: (id) => (id === entry ? code : undefined),
  };
  const built = await build({
    root: CLIENT,
    configFile: false,
    logLevel: "warn",
    plugins: [virtual, react()],
    // The test runner's environment makes code for React's development build.
    define: { "process.env.NODE_ENV": '"development"' },
    build: { write: false, target: "es2023", lib: { entry, formats: ["iife"], name: "Example" } },
  });
  const [output] = [built].flat();
  if (output === undefined || !("output" in output)) throw new Error("nothing was built");
  const script = output.output[0].code.replaceAll("</script", "<\\/script");
  return `<!doctype html><title>React</title><div id="root"></div><script>${script}</script>`;
}

/** Builds the example of an own interface beside the client, for this run's servers. */
export async function buildOwnInterface(client: BuiltClient): Promise<void> {
  const ports: Plugin = {
    name: "ports-of-this-run",
    transform: (code, id) =>
      id.endsWith("/own-interface/main.ts")
        ? code
            .replace("127.0.0.1:4001", `127.0.0.1:${client.keyserverPort}`)
            .replace("127.0.0.1:4002", `127.0.0.1:${client.sfuPort}`)
        : undefined,
  };
  await build({
    root: join(CLIENT, "examples/own-interface"),
    configFile: false,
    base: "/own/",
    logLevel: "warn",
    plugins: [ports],
    worker: { format: "es" },
    build: { outDir: join(client.folder, "own"), emptyOutDir: true, target: "es2023", assetsInlineLimit: 0 },
  });
}
