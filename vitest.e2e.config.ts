import { defineConfig } from "vitest/config";

/** Tests in real browsers against real servers: one file at a time, because media needs the whole machine. */
export default defineConfig({
  test: {
    include: ["client/e2e/**/*.e2e.ts", "loadtest/src/**/*.e2e.ts"],
    environment: "node",
    fileParallelism: false,
    globalSetup: ["client/e2e/harness/build.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
