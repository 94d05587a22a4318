import { join } from "node:path";
import { build } from "vite";

/**
 * Builds one classic script with everything in it, beside the modules of the app.
 * @param entry its file, from `client/src`
 * @param define values that are written into it
 */
export async function classicScript(entry: string, define: Readonly<Record<string, string>> = {}) {
  const built = await build({
    root: join(import.meta.dirname, ".."),
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    define,
    build: {
      write: false,
      target: "es2022",
      lib: { entry: join(import.meta.dirname, "../src", entry), formats: ["iife"], name: "SottoScript" },
    },
  });
  const [output] = [built].flat();
  if (output === undefined || !("output" in output)) throw new Error("nothing was built");
  return output.output[0].code;
}
