import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { LONG } from "./scripts/test/unit-tests.mjs";

/** Begins with the files that are known to take long, whether or not this clone has run them before. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification): number => {
      const place = LONG.findIndex((path) => moduleId.endsWith(path));
      return place === -1 ? LONG.length : place;
    };
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b));
  }
}

/** Fast tests: they live beside the code, need no browser and no network beyond the loopback. */
export default defineConfig({
  test: {
    include: ["{shared,keyserver-protocol,sfu,client,loadtest,scripts}/**/*.test.{ts,tsx}"],
    exclude: [...configDefaults.exclude, "client/e2e/**"],
    environment: "node",
    // All cores: most files wait for sockets and servers now and then.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    testTimeout: 15_000,
    hookTimeout: 15_000,
  },
});
