import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Connect, Plugin } from "vite";
import { classicScript } from "./classicScript.ts";

/** Pages that other pages may show in a frame; everything else of the app may be shown in none. */
const FRAME_PAGE = "/embed.html";

/** What other pages load. There is nothing in it that is anybody's. */
const SCRIPT = "/embed.js";

/**
 * Reads a list of origins, separated by spaces or commas. Anything that is no origin stops the build: a mistake must not
 * open a door, nor shut one unseen.
 */
export function readOrigins(list: string | undefined): readonly string[] {
  return (list ?? "")
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .map((entry) => {
      const isOrigin = !entry.includes("*") && URL.canParse(entry) && new URL(entry).origin === entry;
      if (!isOrigin)
        throw new Error(`SOTTO_EMBED_ORIGINS: ${entry} is no origin such as https://example.org`);
      return entry;
    });
}

/** What the web server has to say with a page, because a page cannot say it itself. */
export function frameAncestors(path: string, origins: readonly string[]): string {
  const allowed = path === FRAME_PAGE && origins.length > 0 ? origins.join(" ") : "'none'";
  return `frame-ancestors ${allowed}`;
}

/** Builds `/embed.js`, which other pages load: one classic script of its own. Says who may frame what, where Vite serves. */
export function embedding(origins: readonly string[]): Plugin {
  const say: Connect.NextHandleFunction = (request, response, next) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    response.setHeader("Content-Security-Policy", frameAncestors(pathname, origins));
    // Pages that load it as a module, or with its hash, ask for leave.
    if (pathname === SCRIPT) response.setHeader("Access-Control-Allow-Origin", "*");
    next();
  };
  return {
    name: "sotto:embedding",
    configureServer: ({ middlewares }) => void middlewares.use(say),
    configurePreviewServer: ({ middlewares }) => void middlewares.use(say),
    async writeBundle({ dir = "." }) {
      await writeFile(join(dir, "embed.js"), await embedScript());
    },
  };
}

/** The script as it is shipped. */
export async function embedScript(): Promise<string> {
  return await classicScript("embed/script.ts");
}
