import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";

const page = fileURLToPath(new URL("page/", import.meta.url));
const require = createRequire(import.meta.url);

/** The scripts of workers: the product's own, LiveKit's as it is published, and one that does nothing. */
const scripts = {
  ours: fileURLToPath(new URL("../../../client/src/workers/frames/main.ts", import.meta.url)),
  livekit: require.resolve("livekit-client/e2ee-worker").replace(/\.js$/, ".mjs"),
  passThrough: join(page, "passThrough.ts"),
} as const;

/** Builds page and workers as the client is built. */
export async function buildPage(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "sotto-bench-"));
  const entries = Object.entries(scripts).flatMap(([name, path]) => [
    [name, path] as const,
    [`metered-${name}`, `metered:${path}`] as const,
  ]);
  await build({
    root: page,
    configFile: false,
    logLevel: "warn",
    plugins: [metering()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2023",
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { page: join(page, "index.html"), ...Object.fromEntries(entries) },
        output: { entryFileNames: "[name].js" },
      },
    },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** `metered:<path>` is a script with the meter in front. */
function metering(): Plugin {
  return {
    name: "metering",
    resolveId: (id) => (id.startsWith("metered:") ? `\0${id}` : undefined),
    load: (id) => {
      if (!id.startsWith("\0metered:")) return undefined;
      const path = id.slice("\0metered:".length);
      return `import ${JSON.stringify(join(page, "meter.ts"))};\nimport ${JSON.stringify(path)};\n`;
    },
  };
}
