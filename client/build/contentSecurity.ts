import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "vite";
import { classicScript } from "./classicScript.ts";

export interface ContentSecurityOptions {
  /** Origins of the two servers: the only ones that the page may connect to beside its own. */
  readonly connect: readonly string[];
}

/**
 * Writes the content security policy, the integrity of every script and the page's own beginning into each page, when
 * all files are as they stay. What only a header can say (frame-ancestors) is the web server's part.
 */
export function contentSecurity({ connect }: ContentSecurityOptions): Plugin {
  return {
    name: "sotto:content-security",
    apply: "build",
    async writeBundle({ dir = "." }, bundle) {
      const integrity: Record<string, string> = {};
      for (const file of Object.keys(bundle)) {
        if (/\.(js|css)$/.test(file))
          integrity[`/${file}`] = hashOf("sha384", await readFile(join(dir, file)));
      }
      const scripts = Object.fromEntries(Object.entries(integrity).filter(([file]) => file.endsWith(".js")));
      const map = JSON.stringify({ integrity: scripts });
      const beginning = await classicScript("shell/beginning.ts");
      const hashes = [beginning, map].map((content) => hashOf("sha256", content));
      const head = [
        `<meta http-equiv="Content-Security-Policy" content="${policy(connect, hashes)}" />`,
        `<script>${beginning}</script>`,
        // Also for what is imported later, and before the first module.
        `<script type="importmap">${map}</script>`,
      ];
      for (const file of Object.keys(bundle).filter((name) => name.endsWith(".html"))) {
        const page = join(dir, file);
        const html = withIntegrity(await readFile(page, "utf8"), integrity);
        const written = html.replace("<head>", () => ["<head>", ...head].join("\n    "));
        if (written === html) this.error("the page has no head");
        await writeFile(page, written);
      }
    },
  };
}

function policy(connect: readonly string[], inlineHashes: readonly string[]): string {
  return [
    "default-src 'none'",
    // WebAssembly is compiled from our own files; no text ever becomes a script.
    `script-src 'self' 'wasm-unsafe-eval' ${inlineHashes.map((hash) => `'${hash}'`).join(" ")}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self' ${connect.join(" ")}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default",
  ].join("; ");
}

/** Adds integrity to the tags that name a file of ours. */
function withIntegrity(html: string, integrity: Readonly<Record<string, string>>): string {
  return html.replace(
    /<(script|link)\b[^>]*?(?:src|href)="([^"]+)"[^>]*>/g,
    (tag: string, _name, file: string) => {
      const hash = integrity[file];
      return hash === undefined ? tag : tag.replace(/>$/, ` integrity="${hash}">`);
    },
  );
}

function hashOf(algorithm: "sha256" | "sha384", content: string | Uint8Array): string {
  return `${algorithm}-${createHash(algorithm).update(content).digest("base64")}`;
}
