import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise, type ICruiseOptions } from "dependency-cruiser";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import configuration from "../../.dependency-cruiser.cjs";

/** Each: who imports whom, and the rule that must catch it. */
const FORBIDDEN = [
  ["shared/src/ids/a.ts", "sfu/src/index.ts", "shared-imports-no-package"],
  ["keyserver-protocol/src/member/a.ts", "client/src/sdk/index.ts", "nothing-imports-client"],
  ["sfu/src/a.ts", "shared/src/sframe/index.ts", "sfu-holds-no-key"],
  ["sfu/src/a.ts", "keyserver-protocol/src/messages/index.ts", "sfu-holds-no-key"],
  ["keyserver-protocol/src/server/a.ts", "keyserver-protocol/src/member/index.ts", "keyserver-is-blind"],
  [
    "keyserver-protocol/src/messages/a.ts",
    "keyserver-protocol/src/server/index.ts",
    "messages-know-neither-end",
  ],
  ["client/src/sdk/a.ts", "keyserver-protocol/src/server/index.ts", "client-imports-no-server"],
  ["client/src/app/a.ts", "client/src/workers/frame.ts", "app-sees-no-key"],
  ["client/src/workers/a.ts", "shared/src/sframe/header.ts", "packages-are-entered-by-their-index"],
  ["shared/src/ids/a.ts", "shared/src/codec/bytes.ts", "folders-are-entered-by-their-index"],
  ["shared/src/ids/a.ts", "shared/src/testing/random.ts", "no-import-of-tests"],
  ["sfu/src/a.ts", "node_modules/ts-mls/dist/src/index.js", "sfu-holds-no-key"],
  ["keyserver-protocol/src/member/a.ts", "node_modules/@wireapp/a/dist/a.js", "peers-stay-in-tests"],
] as const;

const ALLOWED = [
  ["sfu/src/a.ts", "shared/src/signalling/index.ts"],
  ["keyserver-protocol/src/server/a.test.ts", "keyserver-protocol/src/member/index.ts"],
  ["client/src/workers/a.ts", "keyserver-protocol/src/member/index.ts"],
  ["client/e2e/a.e2e.ts", "sfu/src/index.ts"],
  ["keyserver-protocol/src/member/testing/a.ts", "node_modules/@wireapp/a/dist/a.js"],
] as const;

describe("direction of dependencies", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sotto-cruise-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(name: string, text: string) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }

  async function brokenRules(from: string, to: string) {
    const up = "../".repeat(from.split("/").length - 1);
    write(from, `import { x } from "${up}${to}";\nexport const y = x;\n`);
    write(to, "export const x = 1;\n");
    const { tsConfig: _unused, ...options } = configuration.options ?? {};
    const cruiseOptions: ICruiseOptions = {
      ...options,
      baseDir: folder,
      ruleSet: configuration,
      validate: true,
    };
    const { output } = await cruise([from.split("/")[0] ?? from], cruiseOptions);
    if (typeof output === "string") throw new Error("expected an object");
    expect(output.summary.totalDependenciesCruised).toBe(1);
    return output.summary.violations.map((violation) => violation.rule.name);
  }

  it.each(FORBIDDEN)("%s may not import %s", async (from, to, rule) => {
    expect(await brokenRules(from, to)).toContain(rule);
  });

  it.each(ALLOWED)("%s may import %s", async (from, to) => {
    expect(await brokenRules(from, to)).toEqual([]);
  });
});
