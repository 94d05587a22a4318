import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";

/** Fast tests: they live beside the code, need no browser and no network beyond the loopback. */
export default defineConfig({
  test: {
    include: ["{shared,keyserver-protocol,sfu,client,loadtest,scripts}/**/*.test.{ts,tsx}"],
    exclude: [...configDefaults.exclude, "client/e2e/**"],
    environment: "node",
    // All cores: most files wait for sockets and servers now and then.
    maxWorkers: availableParallelism(),
    testTimeout: 15_000,
    hookTimeout: 15_000,
  },
});
