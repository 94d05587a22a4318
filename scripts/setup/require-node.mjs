/**
 * Imported before everything else by each script: on a Node that is too old, the rest would fail with something
 * that says less.
 */
import { checkNodeVersion } from "./node-version.mjs";

try {
  checkNodeVersion(process.versions.node);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
