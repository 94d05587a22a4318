import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { bundleBudget } from "./build/bundleBudget.ts";
import { contentSecurity } from "./build/contentSecurity.ts";
import { embedding, readOrigins } from "./build/embedding.ts";
import { shell } from "./build/shell.ts";
import { withoutStyleElements } from "./build/withoutStyleElements.ts";

/** Where the servers are; known when the client is built or served, and written into it. */
const config = {
  keyserverUrl: process.env["SOTTO_KEYSERVER_URL"] ?? "ws://127.0.0.1:4001",
  sfuUrl: process.env["SOTTO_SFU_URL"] ?? "ws://127.0.0.1:4002",
  rotateSeconds: Number(process.env["SOTTO_ROTATE_SECONDS"] ?? 30),
  relays: process.env["SOTTO_RELAYS"] === "1",
  embedOrigins: readOrigins(process.env["SOTTO_EMBED_ORIGINS"]),
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    react(),
    withoutStyleElements(),
    bundleBudget(),
    embedding(config.embedOrigins),
    shell(),
    contentSecurity({ connect: [config.keyserverUrl, config.sfuUrl] }),
  ],
  define: { __SOTTO_CONFIG__: JSON.stringify(config) },
  worker: { format: "es" },
  build: {
    target: "es2023",
    // Nothing is put into the page itself, so that a content security policy needs no exceptions.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        index: join(import.meta.dirname, "index.html"),
        embed: join(import.meta.dirname, "embed.html"),
      },
    },
  },
});
